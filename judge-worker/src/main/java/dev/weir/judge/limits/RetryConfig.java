package dev.weir.judge.limits;

import dev.weir.schemas.Means;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a failed call is tried again.
 */
public record RetryConfig(
        @Means("attempts for one score, the first included") int maxAttempts,

        @Means("longest first pause between attempts; doubles with every attempt")
        Duration firstBackoff,

        @Means("longest pause, unless the API asks for a longer one")
        Duration maxBackoff,

        @Means("longest time from the first attempt to the start of the last one")
        Duration deadline) {

    public static final RetryConfig DEFAULT =
            new RetryConfig(4, Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(10));

    /** Every problem as {@code key = value: expected …}. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (maxAttempts < 1 || maxAttempts > 20) {
            problems.add("max_attempts = " + maxAttempts + ": expected 1 to 20");
        }
        if (firstBackoff.isNegative() || firstBackoff.isZero()) {
            problems.add("first_backoff = " + firstBackoff + ": expected more than zero");
        }
        if (maxBackoff.compareTo(firstBackoff) < 0) {
            problems.add("max_backoff = " + maxBackoff + ": expected first_backoff (" + firstBackoff + ") or more");
        }
        if (deadline.isNegative() || deadline.isZero() || deadline.compareTo(Duration.ofHours(2)) > 0) {
            problems.add("deadline = " + deadline + ": expected more than zero, at most PT2H");
        }
        return problems;
    }
}
