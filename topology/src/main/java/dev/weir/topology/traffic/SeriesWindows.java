package dev.weir.topology.traffic;

import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.avro.Exemplar;
import dev.weir.schemas.avro.WindowStats;
import dev.weir.topology.aggregate.LiveWindows.Published;
import dev.weir.topology.aggregate.WindowKey;
import dev.weir.topology.traffic.TrafficAggregate.Count;
import dev.weir.topology.traffic.TrafficAggregate.Length;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Series windows as the contract has them. */
public final class SeriesWindows {

    /** Tile of a record that several windows were merged to. */
    public static final String MERGED = "merged";

    private SeriesWindows() {}

    /** The record of one publication. */
    public static WindowStats toRecord(Published<TrafficAggregate> window) {
        WindowKey key = window.key();
        return toRecord(
                SeriesKey.parse(key.key()),
                key.tile().wireName(),
                key.startMillis(),
                key.endMillis(),
                window.revision(),
                window.aggregate());
    }

    /**
     * A record of any range of time: what several windows merge to.
     *
     * @param tile name of the tile, or {@link #MERGED}
     */
    public static WindowStats toRecord(
            SeriesKey series, String tile, long startMillis, long endMillis, int revision, TrafficAggregate traffic) {
        WindowStats window = new WindowStats();
        window.setTenant(series.tenant());
        window.setEnvironment(series.environment());
        window.setRoute(series.route());
        window.setProvider(series.provider());
        window.setModel(series.model());
        window.setVersion(series.version());
        window.setView(series.view().wireName());
        window.setTile(tile);
        window.setWindowStart(Instant.ofEpochMilli(startMillis));
        window.setWindowEnd(Instant.ofEpochMilli(endMillis));
        window.setRevision(revision);
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
