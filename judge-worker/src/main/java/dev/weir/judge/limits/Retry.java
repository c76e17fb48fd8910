package dev.weir.judge.limits;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The pause before another attempt, or none when there is to be no other. Exponential with full jitter: uniform in
 * {@code [0, min(max, first · 2^(attempt−1)))}. A wait the endpoint asked for is kept to the full, with up to a tenth on
 * top so that callers do not return together. Stateless and thread-safe.
 */
public final class Retry {

    private static final double SPREAD = 0.1;

    private final RetryConfig config;
    private final DoubleSupplier uniform;

    /**
     * Retry after a configuration.
     *
     * @param uniform numbers in [0, 1)
     */
    public Retry(RetryConfig config, DoubleSupplier uniform) {
        this.config = config;
        this.uniform = uniform;
    }

    /**
     * The pause before the next attempt.
     *
     * @param attempts attempts made so far, 1 or more
     * @param elapsed since the first attempt began
     * @param retryAfter what the endpoint asked for; null: nothing
     * @return empty when attempts or time are used up
     */
    public Optional<Duration> pause(int attempts, Duration elapsed, @Nullable Duration retryAfter) {
        if (attempts >= config.maxAttempts()) {
            return Optional.empty();
        }
        Duration pause = retryAfter == null ? jittered(attempts) : spread(retryAfter);
        return elapsed.plus(pause).compareTo(config.deadline()) > 0 ? Optional.empty() : Optional.of(pause);
    }

    private Duration jittered(int attempts) {
        long ceiling = config.maxBackoff().toMillis();
        int doublings = Math.min(attempts - 1, 30);
        long first = config.firstBackoff().toMillis();
        long grown = first > ceiling >> doublings ? ceiling : first << doublings;
        return Duration.ofMillis((long) (uniform.getAsDouble() * grown));
    }

    private Duration spread(Duration asked) {
        return asked.plusMillis((long) (uniform.getAsDouble() * SPREAD * asked.toMillis()));
    }
}
