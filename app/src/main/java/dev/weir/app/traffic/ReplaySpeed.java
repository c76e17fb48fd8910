package dev.weir.app.traffic;

import java.time.Duration;
import java.util.Locale;

/**
 * How much faster than recorded a replay runs.
 *
 * @param factor simulated seconds for one of the wall clock, above 0; infinite for as fast as the target takes it
 */
public record ReplaySpeed(double factor) {

    /** As fast as the target takes it. */
    public static final ReplaySpeed MAX = new ReplaySpeed(Double.POSITIVE_INFINITY);

    /** As fast as it happened. */
    public static final ReplaySpeed REAL_TIME = new ReplaySpeed(1);

    /**
     * The speed of a text: {@code max}, or a number above 0 with or without an {@code x}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static ReplaySpeed parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (lower.equals("max")) {
            return MAX;
        }
        if (lower.matches("[0-9]{1,9}(\\.[0-9]{1,9})?x?")) {
            double factor = Double.parseDouble(lower.endsWith("x") ? lower.substring(0, lower.length() - 1) : lower);
            if (factor > 0) {
                return new ReplaySpeed(factor);
            }
        }
        throw new IllegalArgumentException(
                "speed = " + text + ": expected max, or a number above 0 such as 60 or 1.5x");
    }

    /** How long a stretch of simulated time takes; no time at all at {@link #MAX}. */
    Duration wallTime(Duration simulated) {
        double nanos = (simulated.getSeconds() * 1e9 + simulated.getNano()) / factor;
        return Duration.ofSeconds((long) (nanos / 1e9), (long) (nanos % 1e9));
    }

    boolean isMax() {
        return Double.isInfinite(factor);
    }
}
