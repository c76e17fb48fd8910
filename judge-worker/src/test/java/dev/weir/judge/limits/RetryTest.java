package dev.weir.judge.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryTest {

    private static final RetryConfig CONFIG =
            new RetryConfig(5, Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(20));

    @Test
    void ceilings_doubleUpToTheMost() {
        Retry retry = new Retry(CONFIG, () -> 0.999);
        assertEquals(Optional.of(Duration.ofMillis(99)), retry.pause(1, Duration.ZERO, null));
        assertEquals(Optional.of(Duration.ofMillis(199)), retry.pause(2, Duration.ZERO, null));
        assertEquals(Optional.of(Duration.ofMillis(399)), retry.pause(3, Duration.ZERO, null));
        assertEquals(Optional.of(Duration.ofMillis(799)), retry.pause(4, Duration.ZERO, null));
        assertEquals(Optional.empty(), retry.pause(5, Duration.ZERO, null));
    }

    @Test
    void jitter_fillsTheWholeInterval() {
        long seed = 3;
        Random random = new Random(seed);
        Retry retry = new Retry(CONFIG, random::nextDouble);
        int low = 0;
        for (int i = 0; i < 1_000; i++) {
            long millis = retry.pause(1, Duration.ZERO, null).orElseThrow().toMillis();
            assertTrue(millis >= 0 && millis < 100, "seed " + seed + ": " + millis);
            low += millis < 50 ? 1 : 0;
        }
        assertTrue(low > 430 && low < 570, "seed " + seed + ": lower half " + low);
    }

    @Test
    void askedWait_isKeptToTheFull() {
        Duration pause = new Retry(CONFIG, () -> 0.5)
                .pause(1, Duration.ZERO, Duration.ofSeconds(10))
                .orElseThrow();
        assertEquals(Duration.ofMillis(10_500), pause);
        assertEquals(
                Optional.of(Duration.ofSeconds(10)),
                new Retry(CONFIG, () -> 0).pause(1, Duration.ZERO, Duration.ofSeconds(10)));
    }

    @Test
    void pauseBeyondTheDeadline_isNotBegun() {
        Retry retry = new Retry(CONFIG, () -> 0);
        assertEquals(Optional.empty(), retry.pause(1, Duration.ZERO, Duration.ofSeconds(21)));
        assertEquals(Optional.empty(), retry.pause(1, Duration.ofMillis(20_001), null));
        assertTrue(retry.pause(1, Duration.ofSeconds(20), null).isPresent());
    }

    @Test
    void manyAttempts_doNotOverflow() {
        RetryConfig config = new RetryConfig(20, Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofHours(2));
        Retry retry = new Retry(config, () -> 0.999);
        for (int attempts = 1; attempts < 20; attempts++) {
            long millis =
                    retry.pause(attempts, Duration.ZERO, null).orElseThrow().toMillis();
            assertTrue(millis > 0 && millis <= 30_000, attempts + ": " + millis);
        }
    }
}
