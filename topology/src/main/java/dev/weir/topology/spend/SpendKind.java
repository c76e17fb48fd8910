package dev.weir.topology.spend;

import dev.weir.schemas.Topics;
import dev.weir.topology.aggregate.KindSettings;
import dev.weir.topology.aggregate.Openness;
import dev.weir.topology.aggregate.Updates;
import dev.weir.topology.aggregate.WindowBound;
import dev.weir.topology.aggregate.WindowKind;
import dev.weir.topology.ingest.CountedKind;

/** The windows of spend, by spender. */
public final class SpendKind {

    public static final String NAME = "spend";

    private static final int WINDOW_BYTES = 80;

    private SpendKind() {}

    /**
     * The kind under some settings.
     *
     * @param tenants cardinality limit of tenants: users beyond the caps of each share a window that keeps the heaviest
     * @param watch what budgets are about; their windows are published while they are open
     */
    public static CountedKind<SpendAggregate> of(KindSettings settings, int tenants, SpendWatch watch) {
        return new CountedKind<>(
                new WindowKind<>(
                        NAME,
                        "spender",
                        SpendAggregate.TYPE,
                        settings.rules(),
                        settings.caps(),
                        settings.rollups(),
                        settings.admittedFor(),
                        Openness.running(watch::isRunning),
                        new Updates.Restate<>(
                                Topics.SPEND_RESTATEMENTS, SpendAggregate::differenceTo, SpendAggregate::mergeWith),
                        Topics.WINDOW_SPEND,
                        SpendWindows::toRecord,
                        new WindowBound(
                                WINDOW_BYTES,
                                settings.keys(),
                                new WindowBound.More(
                                        "heaviest users beyond the cap", tenants + 1L, HeavyHitters.MOST_BYTES))),
                "spend",
                () -> CountSpend.of(watch.kinds()));
    }
}
