package dev.weir.judge.limits;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a failed call is tried again.
 *
 * @param maxAttempts calls for one score, the first included
 * @param firstBackoff ceiling of the first pause; doubles with every attempt
 * @param maxBackoff ceiling of any pause that the endpoint did not ask for
 * @param deadline from the first attempt on; a pause that would end later is not begun
 */
public record RetryConfig(int maxAttempts, Duration firstBackoff, Duration maxBackoff, Duration deadline) {

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
