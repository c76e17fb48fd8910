package dev.weir.schemas.client;

import java.util.List;

/** An event that the pipeline would refuse for sure; the message names every field that is wrong. */
public final class InvalidTraceException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InvalidTraceException(List<String> problems) {
        super("trace event refused before sending: " + String.join("; ", problems));
    }
}
