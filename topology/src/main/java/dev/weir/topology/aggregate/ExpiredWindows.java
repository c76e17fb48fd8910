package dev.weir.topology.aggregate;

import dev.weir.schemas.Tile;
import java.util.EnumMap;
import java.util.Map;

/** Forgets windows that are past their retention, each range of times once. Not thread-safe. */
final class ExpiredWindows<A extends Mergeable<A>> {

    private final WindowRules rules;
    private final Slices<A> slices;
    private final PendingCorrections<A> waiting;
    private final Map<Tile, Long> forgottenTo = new EnumMap<>(Tile.class);

    ExpiredWindows(WindowRules rules, Slices<A> slices, PendingCorrections<A> waiting) {
        this.rules = rules;
        this.slices = slices;
        this.waiting = waiting;
    }

    /** Forgets what has expired at a frontier; a window that still waits for its correction stays until that is published. */
    void forget(long clock) {
        for (Tile tile : rules.retention().keySet()) {
            long newest = tile.startOf(clock - (rules.expireAt(tile, 0) + tile.millis())) + tile.millis();
            long from = forgottenTo.getOrDefault(tile, Long.MIN_VALUE);
            if (newest > from && !waiting.anyBefore(tile, newest)) {
                slices.forget(tile, from, newest);
                forgottenTo.put(tile, newest);
            }
        }
    }
}
