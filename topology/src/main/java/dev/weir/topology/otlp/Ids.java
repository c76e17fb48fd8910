package dev.weir.topology.otlp;

import org.jspecify.annotations.Nullable;

/** Ids of traces and spans as OpenTelemetry has them: hexadecimal, of a fixed length, not all zeros. */
final class Ids {

    static final int TRACE_DIGITS = 32;
    static final int SPAN_DIGITS = 16;

    private Ids() {}

    static boolean isTraceId(String id) {
        return isId(id, TRACE_DIGITS);
    }

    static boolean isSpanId(String id) {
        return isId(id, SPAN_DIGITS);
    }

    /** The id if it is one; absent otherwise. */
    static @Nullable String traceIdOrNull(String id) {
        return isTraceId(id) ? id : null;
    }

    /** The id if it is one; absent otherwise. */
    static @Nullable String spanIdOrNull(String id) {
        return isSpanId(id) ? id : null;
    }

    private static boolean isId(String id, int digits) {
        if (id.length() != digits) {
            return false;
        }
        boolean anySet = false;
        for (int i = 0; i < digits; i++) {
            char c = id.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
            anySet |= c != '0';
        }
        return anySet;
    }
}
