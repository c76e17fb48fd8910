package dev.weir.topology.aggregate;

import dev.weir.schemas.Tile;
import java.util.HashMap;
import java.util.Map;

/** The windows of one tile with one start: they close together. Not thread-safe. */
final class Slice<A extends Mergeable<A>> {

    final Tile tile;
    final long start;
    final Map<String, LiveWindow<A>> live = new HashMap<>();

    /** Whether the storage may hold windows that are not live. */
    boolean stored;

    /** Whether complete windows are published already. */
    boolean early;

    /** Whether the longer tiles have got what the windows hold, and get what comes at once, although it is not closed. */
    boolean merged;

    /** Whether every window is published as soon as it is there. */
    boolean closed;

    Slice(Tile tile, long start) {
        this.tile = tile;
        this.start = start;
    }

    long end() {
        return start + tile.millis();
    }
}
