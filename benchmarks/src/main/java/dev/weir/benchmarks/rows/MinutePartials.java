package dev.weir.benchmarks.rows;

import dev.weir.benchmarks.calls.ExactCounts.Sums;
import dev.weir.benchmarks.calls.ExactCounts.Window;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.Tile;
import java.util.HashMap;
import java.util.Map;

/** Minute windows of all series in memory; hours and days are merged from them at the end. Not thread-safe. */
final class MinutePartials {

    private final Map<SeriesKey, Minutes> series = new HashMap<>();

    /** The minutes of a series, the one used last at hand. */
    private static final class Minutes {
        private final Map<Long, CallAggregate> byStart = new HashMap<>();
        private long lastStart = Long.MIN_VALUE;
        private CallAggregate last = new CallAggregate();

        void add(SlimCall call) {
            long start = Tile.MINUTE.startOf(call.eventMillis);
            if (start != lastStart) {
                lastStart = start;
                last = byStart.computeIfAbsent(start, absent -> new CallAggregate());
            }
            last.add(call);
        }
    }

    void add(SlimCall call) {
        Minutes minutes = series.get(call.series);
        if (minutes == null) {
            minutes = new Minutes();
            series.put(call.series, minutes);
        }
        minutes.add(call);
    }

    /** All windows of all tiles. */
    Map<Window, CallAggregate> close() {
        Map<Window, CallAggregate> windows = new HashMap<>();
        series.forEach((key, minutes) -> {
            String text = key.text();
            minutes.byStart.forEach((start, minute) -> {
                for (Tile tile : Tile.values()) {
                    windows.computeIfAbsent(new Window(text, tile, tile.startOf(start)), absent -> new CallAggregate())
                            .mergeWith(minute);
                }
            });
        });
        return windows;
    }

    static Map<Window, Sums> sums(Map<Window, CallAggregate> windows) {
        Map<Window, Sums> sums = new HashMap<>();
        windows.forEach((window, aggregate) -> sums.put(window, aggregate.sums()));
        return sums;
    }
}
