package dev.weir.topology.aggregate;

import dev.weir.schemas.Tile;
import dev.weir.topology.wire.WireWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The windows in memory, over those in the storage: a window is looked up in its slice, read from the storage only if it
 * may be there, and written once a commit. Closed windows and, above the limit, those that were not touched lately leave
 * the memory after they were written; their aggregates are used again. Not thread-safe.
 */
final class Slices<A extends Mergeable<A>> {

    private static final int MOST_SPARE = 1_024;

    private final AggregateType<A> type;
    private final WindowStorage storage;
    private final int mostLive;
    private final Map<Tile, Map<Long, Slice<A>>> slices = new EnumMap<>(Tile.class);
    private final List<LiveWindow<A>> touched = new ArrayList<>();
    private final Deque<A> spare = new ArrayDeque<>();
    private int live;
    private long commits;

    Slices(AggregateType<A> type, Collection<Tile> tiles, WindowStorage storage, int mostLive) {
        this.type = type;
        this.storage = storage;
        this.mostLive = mostLive;
        tiles.forEach(tile -> slices.put(tile, new HashMap<>()));
    }

    /** The slice of a tile and start, if there is one in memory. */
    @Nullable
    Slice<A> find(Tile tile, long start) {
        return of(tile).get(start);
    }

    void put(Slice<A> slice) {
        of(slice.tile).put(slice.start, slice);
    }

    private Map<Long, Slice<A>> of(Tile tile) {
        Map<Long, Slice<A>> found = slices.get(tile);
        if (found == null) {
            throw new IllegalStateException("tile = " + tile + ": expected one of " + slices.keySet());
        }
        return found;
    }

    /** The window of a key, from memory or from the storage; absent where nothing was ever merged into it. */
    @Nullable
    LiveWindow<A> known(Slice<A> slice, String key) {
        boolean known = slice.live.containsKey(key)
                || (slice.stored && storage.window(new WindowKey(key, slice.tile, slice.start).toBytes()) != null);
        return known ? window(slice, key) : null;
    }

    /** The window of a key, from memory, from the storage, or new. */
    LiveWindow<A> window(Slice<A> slice, String key) {
        LiveWindow<A> known = slice.live.get(key);
        if (known != null) {
            return known;
        }
        WindowKey windowKey = new WindowKey(key, slice.tile, slice.start);
        byte[] storageKey = windowKey.toBytes();
        return keep(slice, windowKey, storageKey, slice.stored ? storage.window(storageKey) : null);
    }

    /** Brings every window of a slice into memory. */
    void loadAll(Slice<A> slice) {
        if (slice.stored) {
            storage.scan(slice.tile, slice.start, slice.start + 1, (key, state) -> {
                WindowKey windowKey = WindowKey.fromBytes(key);
                if (!slice.live.containsKey(windowKey.key())) {
                    keep(slice, windowKey, key, state);
                }
            });
        }
    }

    private LiveWindow<A> keep(Slice<A> slice, WindowKey key, byte[] storageKey, byte @Nullable [] stored) {
        A aggregate = spare.isEmpty() ? type.create() : spare.pop();
        WindowState<A> state = stored == null ? new WindowState<>(aggregate) : WindowState.fromBytes(stored, aggregate);
        LiveWindow<A> window = new LiveWindow<>(key, storageKey, slice, state, stored);
        slice.live.put(key.key(), window);
        live++;
        return window;
    }

    /** Notes that a window has changed. */
    void touch(LiveWindow<A> window) {
        window.lastTouched = commits;
        if (!window.touched) {
            window.touched = true;
            touched.add(window);
        }
    }

    /** Windows that have changed since the last commit; grows while windows are touched. */
    List<LiveWindow<A>> touched() {
        return touched;
    }

    /** Writes every window that has changed, then lets go of what need not stay in memory. */
    void commit() {
        for (LiveWindow<A> window : touched) {
            if (window.touched) {
                WireWriter out = new WireWriter(256);
                window.state.write(out);
                byte[] bytes = out.toBytes();
                storage.putWindow(window.storageKey, bytes, window.committed);
                window.committed = bytes;
                window.touched = false;
                window.slice.stored = true;
            }
        }
        touched.clear();
        dropClosed();
        if (live > mostLive) {
            dropUntouchedSince(commits);
        }
        if (live > mostLive) {
            dropUntouchedSince(Long.MAX_VALUE);
        }
        commits++;
    }

    private void dropClosed() {
        for (Map<Long, Slice<A>> ofTile : slices.values()) {
            for (Iterator<Slice<A>> each = ofTile.values().iterator(); each.hasNext(); ) {
                Slice<A> slice = each.next();
                if (slice.closed) {
                    drop(slice, Long.MAX_VALUE);
                    if (slice.live.isEmpty()) {
                        each.remove();
                    }
                }
            }
        }
    }

    private void dropUntouchedSince(long commit) {
        for (Map<Long, Slice<A>> ofTile : slices.values()) {
            ofTile.values().forEach(slice -> drop(slice, commit));
        }
    }

    private void drop(Slice<A> slice, long commit) {
        slice.live.values().removeIf(window -> {
            boolean leaves = !window.waits && window.lastTouched < commit;
            if (leaves) {
                letGo(window);
            }
            return leaves;
        });
    }

    private void letGo(LiveWindow<A> window) {
        live--;
        if (spare.size() < MOST_SPARE) {
            A aggregate = window.state.aggregate();
            aggregate.clear();
            spare.push(aggregate);
        }
    }

    /** Forgets every slice of a tile that starts before a time, in memory and in the storage. */
    void forget(Tile tile, long from, long to) {
        of(tile).values().removeIf(slice -> {
            boolean leaves = slice.start < to;
            if (leaves) {
                slice.live.values().forEach(window -> {
                    window.touched = false;
                    letGo(window);
                });
            }
            return leaves;
        });
        storage.scan(tile, from, to, (key, state) -> storage.deleteWindow(key));
    }

    /** Windows in memory. */
    int live() {
        return live;
    }
}
