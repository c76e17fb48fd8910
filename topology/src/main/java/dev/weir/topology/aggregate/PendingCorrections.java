package dev.weir.topology.aggregate;

import dev.weir.schemas.Tile;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Corrected windows and when their correction is due; in the storage as long as it is pending. Not thread-safe. */
final class PendingCorrections<A extends Mergeable<A>> {

    private final WindowStorage storage;
    private final Duration interval;
    private final PriorityQueue<Waiting<A>> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::due));

    private record Waiting<A extends Mergeable<A>>(long due, LiveWindow<A> window) {}

    /** @param interval between two publications of a window at the least */
    PendingCorrections(WindowStorage storage, Duration interval) {
        this.storage = storage;
        this.interval = interval;
    }

    /** Makes one that the storage does not know. */
    void make(LiveWindow<A> window) {
        storage.putWaiting(window.storageKey);
        restore(window);
    }

    /** Makes one that the storage knows. */
    void restore(LiveWindow<A> window) {
        window.waits = true;
        waiting.add(new Waiting<>(window.state.publishedAt() + interval.toMillis(), window));
    }

    /** A window whose time has come, and that is pending no more; absent when there is none. */
    @Nullable
    LiveWindow<A> take(long clock, boolean all) {
        Waiting<A> first = waiting.peek();
        if (first == null || (!all && first.due() > clock)) {
            return null;
        }
        LiveWindow<A> window = waiting.remove().window();
        window.waits = false;
        storage.deleteWaiting(window.storageKey);
        return window;
    }

    /** Whether a window of a tile waits that starts before a time. */
    boolean anyBefore(Tile tile, long start) {
        return waiting.stream()
                .map(one -> one.window().key)
                .anyMatch(key -> key.tile() == tile && key.startMillis() < start);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
