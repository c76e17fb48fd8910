package dev.weir.topology.aggregate;

import dev.weir.topology.aggregate.LiveWindows.Published;

/** What a merge says to the world: a window, or how far its partition is complete. */
public sealed interface Publication<A> {

    /** A closed or corrected window. */
    record Window<A>(Published<A> window) implements Publication<A> {}

    /**
     * Progress of one partition.
     *
     * @param frontier common frontier, milliseconds since the epoch
     * @param completeUntil no window that ends at or before it will be published for the first time any more, milliseconds
     *     since the epoch
     * @param ended true when nothing will follow
     */
    record Progress<A>(int partition, long frontier, long completeUntil, boolean ended) implements Publication<A> {}
}
