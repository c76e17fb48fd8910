package dev.weir.topology.aggregate;

import dev.weir.topology.aggregate.LiveWindows.Published;
import java.util.List;

/** What a merge says: a window, how far its partition is complete, or what a restated window changes of another one. */
public sealed interface Publication<A> {

    /** Routed adjustments; at most one. */
    default List<byte[]> adjustments() {
        return List.of();
    }

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

    /** A change of the window of a rollup, which may be of another task; not published. */
    record Adjustment<A>(byte[] routed) implements Publication<A> {

        @Override
        public List<byte[]> adjustments() {
            return List.of(routed);
        }
    }
}
