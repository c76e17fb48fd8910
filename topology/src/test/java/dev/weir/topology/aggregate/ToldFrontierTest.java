package dev.weir.topology.aggregate;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.Tile;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToldFrontierTest {

    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final long MINUTE = Tile.MINUTE.millis();
    private static final long BASE = 30_000_000 * MINUTE;
    private static final WindowRules RULES =
            new WindowRules(GRACE, Duration.ofSeconds(5), Map.of(Tile.MINUTE, Duration.ofHours(1)));

    private final ToldFrontier told = new ToldFrontier((earlier, later) -> RULES.endsBetween(GRACE, earlier, later));

    @Test
    void firstFrontier_isToldToEveryone_andAnUnknownOneToNobody() {
        assertFalse(told.isDue(Long.MIN_VALUE));
        assertTrue(told.isDue(BASE));
    }

    @Test
    void frontierThatClosesNothing_waits() {
        told.tell(BASE);
        assertFalse(told.isDue(BASE));
        assertFalse(told.isDue(BASE + ToldFrontier.EVERY.toMillis() - 1));
        assertTrue(told.isDue(BASE + ToldFrontier.EVERY.toMillis()));
    }

    @Test
    void frontierThatClosesAMinute_isDueToTheMillisecond() {
        long closes = BASE + GRACE.toMillis();
        told.tell(closes - 2);
        assertFalse(told.isDue(closes - 1));
        assertTrue(told.isDue(closes));
        told.tell(closes);
        assertFalse(told.isDue(closes + 1));
    }

    @Test
    void cleared_nobodyHasHeardOfAny() {
        told.tell(BASE);
        told.clear();
        assertTrue(told.isDue(BASE));
    }
}
