package dev.weir.topology.traffic;

import dev.weir.schemas.Topics;
import dev.weir.topology.aggregate.KindSettings;
import dev.weir.topology.aggregate.Openness;
import dev.weir.topology.aggregate.Updates;
import dev.weir.topology.aggregate.WindowBound;
import dev.weir.topology.aggregate.WindowKind;
import dev.weir.topology.ingest.CountedKind;
import java.util.List;

/** The windows of traffic, by series. */
public final class SeriesKind {

    public static final String NAME = "series";

    /** Bytes of a large window: hundreds of calls with every sketch. */
    private static final int WINDOW_BYTES = 2_000;

    private SeriesKind() {}

    /** @param thresholds the latencies whose exact exceedance counts the rules need */
    public static CountedKind<TrafficAggregate> of(KindSettings settings, List<SlowerThan> thresholds) {
        return new CountedKind<>(
                new WindowKind<>(
                        NAME,
                        "series",
                        TrafficAggregate.TYPE,
                        settings.rules(),
                        settings.caps(),
                        settings.rollups(),
                        settings.admittedFor(),
                        Openness.untilClosed(),
                        new Updates.Restate<>(
                                Topics.SERIES_RESTATEMENTS,
                                TrafficAggregate::differenceTo,
                                TrafficAggregate::mergeSums),
                        Topics.WINDOW_STATS,
                        SeriesWindows::toRecord,
                        new WindowBound(WINDOW_BYTES, settings.keys(), null)),
                "series",
                () -> {
                    CountCalls count = new CountCalls(thresholds);
                    return (call, partials) ->
                            count.add(call, partials.at(call.series().text(), call.eventMillis()));
                });
    }
}
