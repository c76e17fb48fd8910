package dev.weir.topology.otlp.span;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One span as OTLP has it, in one form for protobuf and JSON. Nothing is checked yet.
 *
 * @param traceId in lower case; empty when there is none
 * @param spanId in lower case; empty when there is none
 * @param parentSpanId absent for a root span
 * @param traceState W3C trace state; empty when there is none
 * @param startNanos nanoseconds since the epoch; 0 when there is none
 * @param endNanos as for the start
 * @param status 0 unset, 1 ok, 2 error
 * @param scope name of the instrumentation scope; empty when there is none
 */
public record Span(
        String traceId,
        String spanId,
        @Nullable String parentSpanId,
        String traceState,
        String name,
        long startNanos,
        long endNanos,
        int status,
        Attributes attributes,
        List<Event> events,
        List<Link> links,
        String scope,
        Attributes resource) {

    /** Something that happened during the span. */
    public record Event(String name, long timeNanos, Attributes attributes) {}

    /** A span elsewhere that this one points to. */
    public record Link(String traceId, String spanId) {}

    /** Only names and ids: attributes may be prompts. */
    @Override
    public String toString() {
        return "Span[" + traceId + "/" + spanId + ", attributes " + attributes + "]";
    }
}
