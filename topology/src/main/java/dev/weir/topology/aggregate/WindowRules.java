package dev.weir.topology.aggregate;

import dev.weir.schemas.Tile;
import java.time.Duration;
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
        retention = Map.copyOf(retention);
    }

    /** The longest retention of any tile. */
    public Duration longestRetention() {
        return retention.values().stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }
}
