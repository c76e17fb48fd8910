package dev.weir.topology.otlp.dialect;

import org.jspecify.annotations.Nullable;

/**
 * One way to read a canonical field from a span.
 *
 * @param <T> type of the field
 */
@FunctionalInterface
public interface Source<T> {

    /** The value; absent when the span does not give it in this way. */
    @Nullable
    T read(Reading span);
}
