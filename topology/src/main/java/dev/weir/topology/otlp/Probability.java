package dev.weir.topology.otlp;

import dev.weir.topology.otlp.span.Repair;
import dev.weir.topology.otlp.span.Repairs;
import org.jspecify.annotations.Nullable;

/**
 * The probability with which a span came to us: what its tracer's sampler kept, times what the producer itself chose. The
 * sampler's threshold T stands in the trace state, {@code ot=th:} and up to 14 hexadecimal digits, filled up with zeros on the
 * right; the probability is {@code (2^56 - T) / 2^56}. Source: OpenTelemetry, {@code tracestate-handling.md}.
 */
final class Probability {

    private static final int DIGITS = 14;
    private static final long ALL = 1L << 56;

    private Probability() {}

    /** The probability in (0, 1]; absent when neither says one, which counts as 1 and is noted. */
    static @Nullable Double of(String traceState, @Nullable Double chosen, Repairs repairs) {
        Double kept = ofTraceState(traceState, repairs);
        Double own = chosen;
        if (own != null && !(own > 0 && own <= 1)) {
            repairs.note(Repair.PROBABILITY_UNREADABLE);
            own = null;
        }
        if (kept == null && own == null) {
            repairs.note(Repair.PROBABILITY_ASSUMED);
            return null;
        }
        return (kept == null ? 1 : kept) * (own == null ? 1 : own);
    }

    private static @Nullable Double ofTraceState(String traceState, Repairs repairs) {
        for (String member : traceState.split(",", -1)) {
            String plain = member.strip();
            if (plain.startsWith("ot=")) {
                for (String value : plain.substring("ot=".length()).split(";", -1)) {
                    if (value.startsWith("th:")) {
                        return ofThreshold(value.substring("th:".length()).strip(), repairs);
                    }
                }
            }
        }
        return null;
    }

    private static @Nullable Double ofThreshold(String digits, Repairs repairs) {
        long threshold = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), 16);
            if (digit < 0 || i >= DIGITS) {
                repairs.note(Repair.PROBABILITY_UNREADABLE);
                return null;
            }
            threshold = threshold << 4 | digit;
        }
        if (digits.isEmpty()) {
            repairs.note(Repair.PROBABILITY_UNREADABLE);
            return null;
        }
        threshold <<= 4 * (DIGITS - digits.length());
        return (double) (ALL - threshold) / ALL; // exact: the difference is taken before it is a double
    }
}
