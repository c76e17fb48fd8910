package dev.weir.topology.otlp.span;

import java.util.ArrayList;
import java.util.List;

/** The parts of a span as they are read, in any order. Not thread-safe. */
final class SpanParts {
    String traceId = "";
    String spanId = "";
    String parentSpanId = "";
    String traceState = "";
    String name = "";
    long startNanos;
    long endNanos;
    int status;
    final List<Span.Event> events = new ArrayList<>(0);
    final List<Span.Link> links = new ArrayList<>(0);

    Span build(Attributes attributes, String scope, Attributes resource) {
        return new Span(
                traceId,
                spanId,
                isGiven(parentSpanId) ? parentSpanId : null,
                traceState,
                name,
                startNanos,
                endNanos,
                status,
                attributes,
                events,
                links,
                scope,
                resource);
    }

    /** Whether an id is there; zeros are how some exporters write none. */
    static boolean isGiven(String id) {
        for (int i = 0; i < id.length(); i++) {
            if (id.charAt(i) != '0') {
                return true;
            }
        }
        return false;
    }
}
