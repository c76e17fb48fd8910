package dev.weir.topology.otlp.span;

import dev.weir.topology.otlp.span.Frames.Slice;
import java.io.IOException;
import java.util.List;

/** One form's way from a stretch of a batch to what it says. Throws where the bytes are malformed or nested too deeply. */
interface PartReader {

    Attributes resource(Slice slice, Repairs repairs) throws IOException;

    /** Name of a scope. */
    String scope(Slice slice) throws IOException;

    Span span(Slice slice, String scope, Attributes resource, Repairs repairs) throws IOException;

    LogEntry log(Slice slice, Attributes resource, Repairs repairs) throws IOException;

    /** The ids of a span, and nothing else of it; empty where there are none. */
    Ids ids(Slice slice) throws IOException;

    /** Some spans or logs with their resources and scopes as a batch of its own. */
    byte[] together(Signal signal, List<Group> groups);

    /** Ids in lower case; empty where there are none. */
    record Ids(String traceId, String spanId) {}

    /** Some of the spans or logs of one scope. */
    record Group(Slice resource, Slice scope, List<Slice> items) {}
}
