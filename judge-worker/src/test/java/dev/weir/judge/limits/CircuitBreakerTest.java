package dev.weir.judge.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

    private static final Duration OPEN_FOR = Duration.ofSeconds(30);

    private final ManualClock clock = new ManualClock("2026-11-20T10:00:00Z");
    private final CircuitBreaker breaker = new CircuitBreaker(new CircuitConfig(3, OPEN_FOR), clock::nanoTime);

    @Test
    void failuresInARow_open() {
        breaker.failed();
        breaker.failed();
        breaker.succeeded();
        breaker.failed();
        breaker.failed();
        assertFalse(breaker.isOpen(), "never three in a row");
        breaker.failed();
        assertTrue(breaker.isOpen());
        assertEquals(OPEN_FOR, breaker.ask());
    }

    @Test
    void afterItsTime_oneProbeGoesThrough() {
        open();
        clock.advance(OPEN_FOR.minusNanos(1));
        assertEquals(Duration.ofNanos(1), breaker.ask());
        clock.advance(Duration.ofNanos(1));
        assertEquals(Duration.ZERO, breaker.ask());
        assertTrue(breaker.ask().toMillis() > 0, "a second caller waits for the probe");
    }

    @Test
    void probe_decides() {
        open();
        clock.advance(OPEN_FOR);
        assertEquals(Duration.ZERO, breaker.ask());
        breaker.failed();
        assertEquals(OPEN_FOR, breaker.ask(), "a failed probe opens for the whole time again");
        clock.advance(OPEN_FOR);
        assertEquals(Duration.ZERO, breaker.ask());
        breaker.succeeded();
        assertFalse(breaker.isOpen());
        assertEquals(Duration.ZERO, breaker.ask());
    }

    @Test
    void probeNotMade_isGivenBack() {
        open();
        clock.advance(OPEN_FOR);
        assertEquals(Duration.ZERO, breaker.ask());
        breaker.notMade();
        assertEquals(Duration.ZERO, breaker.ask());
    }

    private void open() {
        breaker.failed();
        breaker.failed();
        breaker.failed();
    }
}
