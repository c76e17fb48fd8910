package dev.weir.topology.otlp.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.topology.otlp.span.Numbers;
import org.jspecify.annotations.Nullable;

/** Durations in milliseconds. */
final class Millis {

    private Millis() {}

    /** The same in nanoseconds; absent when there is none. */
    static @Nullable Long toNanos(Reading span, @Nullable JsonNode millis) {
        Double value = Numbers.number(millis, span.repairs());
        return value == null ? null : Math.round(value * 1e6);
    }
}
