package dev.weir.topology.aggregate;

import org.jspecify.annotations.Nullable;

/** One window in memory: what is stored of it, and what happened to it since the last commit. Not thread-safe. */
final class LiveWindow<A extends Mergeable<A>> {

    final WindowKey key;
    final byte[] storageKey;
    final Slice<A> slice;
    final WindowState<A> state;

    /** Bytes as of the last commit; absent while nothing is stored. */
    byte @Nullable [] committed;

    /** Whether it was changed since the last commit. */
    boolean touched;

    /** Number of the commit that it was last touched before. */
    long lastTouched;

    /** Whether its correction is pending. */
    boolean waits;

    LiveWindow(WindowKey key, byte[] storageKey, Slice<A> slice, WindowState<A> state, byte @Nullable [] committed) {
        this.key = key;
        this.storageKey = storageKey;
        this.slice = slice;
        this.state = state;
        this.committed = committed;
    }
}
