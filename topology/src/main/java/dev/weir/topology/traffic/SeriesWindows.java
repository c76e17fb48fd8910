package dev.weir.topology.traffic;

import dev.weir.schemas.avro.Exemplar;
import dev.weir.schemas.avro.WindowStats;
import dev.weir.topology.aggregate.LiveWindows.Published;
import dev.weir.topology.traffic.TrafficAggregate.Count;
import dev.weir.topology.traffic.TrafficAggregate.Length;
import dev.weir.topology.view.SeriesWindow;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Series windows as the contract has them. */
public final class SeriesWindows {

    private SeriesWindows() {}

    /** The record of one publication. */
    public static WindowStats toRecord(Published<TrafficAggregate> window) {
        return toRecord(SeriesWindow.of(window), window.aggregate());
    }

    /** The record of a window that holds an aggregate. */
    public static WindowStats toRecord(SeriesWindow of, TrafficAggregate traffic) {
        WindowStats window = new WindowStats();
        of.writeTo(window);
        window.setRefusals(traffic.refusals());
        window.setSlowerThan(traffic.slowerThan());
        window.setFinishReasons(traffic.finishReasons());
        window.setSafetyHits(traffic.safetyHits());
        window.setExemplars(exemplars(traffic));
        for (Count count : Count.values()) {
            count.wireName().ifPresent(name -> window.put(name, traffic.count(count)));
        }
        for (Length length : Length.values()) {
            window.put(length.wireName(), bytes(traffic, length));
        }
        return window;
    }

    private static ByteBuffer bytes(TrafficAggregate traffic, Length length) {
        return ByteBuffer.wrap(traffic.sketch(length).toBytes());
    }

    private static List<Exemplar> exemplars(TrafficAggregate traffic) {
        List<Exemplar> exemplars = new ArrayList<>();
        traffic.exemplars()
                .forEach((reason, call) ->
                        exemplars.add(new Exemplar(call.traceId(), call.spanId(), reason, call.latencyMicros())));
        return exemplars;
    }
}
