package dev.weir.topology.otlp.span;

import dev.weir.topology.otlp.span.Frames.Slice;
import java.io.IOException;

/** One form's way from a stretch of a batch to what it says. Throws where the bytes are malformed or nested too deeply. */
interface PartReader {

    Attributes resource(Slice slice, Repairs repairs) throws IOException;

    /** Name of a scope. */
    String scope(Slice slice) throws IOException;

    Span span(Slice slice, String scope, Attributes resource, Repairs repairs) throws IOException;

    LogEntry log(Slice slice, Attributes resource, Repairs repairs) throws IOException;

    /** One span or log with its resource and scope as a batch of its own. */
    byte[] alone(Signal signal, Slice resource, Slice scope, Slice item);
}
