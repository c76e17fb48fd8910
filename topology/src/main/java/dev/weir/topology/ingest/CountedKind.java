package dev.weir.topology.ingest;

import dev.weir.schemas.Tile;
import dev.weir.topology.aggregate.Mergeable;
import dev.weir.topology.aggregate.Partials;
import dev.weir.topology.aggregate.Rollups;
import dev.weir.topology.aggregate.WindowKind;
import java.util.function.Supplier;

/**
 * A kind of windows, and what each call adds to it.
 *
 * @param fold name of the partials
 * @param counting makes what adds calls to the partials of one task
 */
public record CountedKind<A extends Mergeable<A>>(
        WindowKind<A> windows, String fold, Supplier<Fold.Adder<A>> counting) {

    /** Name of the kind. */
    public String name() {
        return windows.name();
    }

    /**
     * No partials.
     *
     * @param tile that a partial stands for
     * @param spread over the topic that they are sent to
     */
    public Fold<A> newFold(Tile tile, Partials.Spread spread) {
        return newFold(tile, spread, windows.rollups());
    }

    /** The same without the rollups. */
    public Fold<A> newFoldOfKeys(Tile tile, Partials.Spread spread) {
        return newFold(tile, spread, Rollups.NONE);
    }

    private Fold<A> newFold(Tile tile, Partials.Spread spread, Rollups rollups) {
        return new Fold<>(fold, windows, tile, spread, rollups, counting.get());
    }
}
