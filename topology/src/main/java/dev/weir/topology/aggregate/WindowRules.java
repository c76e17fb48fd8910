package dev.weir.topology.aggregate;

import dev.weir.schemas.Tile;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * When windows close, are corrected and are forgotten.
 *
 * @param grace a window {@code [s, e)} closes when the common frontier reaches {@code e + grace}
 * @param correctionInterval at least this much arrival time between two publications of one window
 * @param retention how long after its end a window of each tile is kept; a tile that is absent is not aggregated
 */
public record WindowRules(Duration grace, Duration correctionInterval, Map<Tile, Duration> retention) {

    public WindowRules {
        retention = Collections.unmodifiableMap(new EnumMap<>(retention));
    }

    /** The longest retention of any tile. */
    public Duration longestRetention() {
        return retention.values().stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** The shortest tile that is aggregated: the grain of partial aggregates. */
    public Tile finest() {
        return retention.keySet().iterator().next();
    }

    /** Frontier at which a window that ends at a time closes. */
    long closeAt(long endMillis) {
        return endMillis + grace.toMillis();
    }

    /** Whether a window of the finest tile ends so long before one of two frontiers that it does so only before the later. */
    boolean endsBetween(Duration after, long earlier, long later) {
        long length = finest().millis();
        return earlier == Long.MIN_VALUE
                || Math.floorDiv(earlier - after.toMillis(), length) < Math.floorDiv(later - after.toMillis(), length);
    }

    /** The latest end of a window that has closed at a frontier. */
    long completeUntil(long frontier) {
        return frontier - grace.toMillis();
    }

    /** Frontier at which a window of a tile that ends at a time is forgotten: never before it closes. */
    long expireAt(Tile tile, long endMillis) {
        Duration kept = retention.getOrDefault(tile, Duration.ZERO);
        return Math.max(endMillis + kept.toMillis(), closeAt(endMillis));
    }
}
