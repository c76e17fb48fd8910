package dev.weir.topology.quality;

import dev.weir.schemas.Tile;
import dev.weir.topology.aggregate.Partials;
import dev.weir.topology.aggregate.Rollups;
import dev.weir.topology.ingest.Fold;

/** What a sampled call adds to its quality window: that it is outstanding, and how large the sample was meant to be. */
public final class CountSampled {

    /** Name of the partials. */
    public static final String FOLD = "sampled";

    private CountSampled() {}

    /**
     * Folds sampled calls into one partial for each series and window.
     *
     * @param finest tile that a partial stands for
     * @param spread over the topic that the partials are sent to
     * @param rollups views that the calls are counted under too
     */
    public static Fold<QualityAggregate> fold(Tile finest, Partials.Spread spread, Rollups rollups) {
        return new Fold<>(FOLD, QualityAggregate.TYPE, finest, spread, rollups, (call, partials) -> {
            if (call.sampling().sampled()) {
                partials.at(call.series().text(), call.eventMillis())
                        .addSampled(call.sampling().weight());
            }
        });
    }
}
