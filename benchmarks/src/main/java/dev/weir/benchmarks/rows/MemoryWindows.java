package dev.weir.benchmarks.rows;

import dev.weir.benchmarks.calls.ExactCounts.Sums;
import dev.weir.benchmarks.calls.ExactCounts.Window;
import dev.weir.schemas.Tile;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Windows of the finest tile of all keys in memory; coarser ones are merged from them at the end. Not thread-safe.
 *
 * @param <K> key
 */
final class MemoryWindows<K, V extends WindowValue<V>> {

    private final Tile finest;
    private final Supplier<V> empty;
    private final Function<K, String> text;
    private final Map<K, Windows> keys = new HashMap<>();

    /** @param text of a key, as it stands in the windows */
    MemoryWindows(Tile finest, Supplier<V> empty, Function<K, String> text) {
        this.finest = finest;
        this.empty = empty;
        this.text = text;
    }

    /** The windows of a key, the one used last at hand. */
    private final class Windows {
        private final Map<Long, V> byStart = new HashMap<>();
        private long lastStart = Long.MIN_VALUE;
        private V last = empty.get();

        void add(SlimCall call) {
            long start = finest.startOf(call.eventMillis);
            if (start != lastStart) {
                lastStart = start;
                last = byStart.computeIfAbsent(start, absent -> empty.get());
            }
            last.add(call);
        }
    }

    void add(K key, SlimCall call) {
        Windows windows = keys.get(key);
        if (windows == null) {
            windows = new Windows();
            keys.put(key, windows);
        }
        windows.add(call);
    }

    /** All windows of the finest tile and of those that are longer. */
    Map<Window, V> close() {
        Map<Window, V> all = new HashMap<>();
        keys.forEach((key, windows) -> {
            String name = text.apply(key);
            windows.byStart.forEach((start, value) -> {
                for (Tile tile : Tile.values()) {
                    if (tile.millis() >= finest.millis()) {
                        all.computeIfAbsent(new Window(name, tile, tile.startOf(start)), absent -> empty.get())
                                .mergeWith(value);
                    }
                }
            });
        });
        return all;
    }

    static Map<Window, Sums> sums(Map<Window, CallAggregate> windows) {
        Map<Window, Sums> sums = new HashMap<>();
        windows.forEach((window, aggregate) -> sums.put(window, aggregate.sums()));
        return sums;
    }
}
