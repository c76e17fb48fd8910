package dev.weir.app.proof;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Too many names, too much of one, too much of all: totals stay exact and nobody else notices. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class FloodDrill {

    @Test
    @Tag("C1")
    void madeUpNames_areCountedTogether() throws Exception {
        Drill.full("C1", 1_000_000, Load.UNPACED, Floods::madeUpNames);
    }

    @Test
    @Tag("C2")
    void hotSeries_isReadNearlyAsFast() throws Exception {
        Drill.full("C2", 600_000, Load.UNPACED, Floods::hotSeries);
    }

    @Test
    @Tag("C3")
    void tenfoldBurst_isDrained() throws Exception {
        Duration lasts = Duration.ofSeconds(Long.getLong("drill.seconds", 60));
        Drill.full("C3", 620_000, 1_000, drill -> Floods.burst(drill, lasts));
    }
}
