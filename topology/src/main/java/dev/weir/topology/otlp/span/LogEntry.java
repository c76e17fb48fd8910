package dev.weir.topology.otlp.span;

/**
 * One log record as OTLP has it. Its body is not read: events say what they say in attributes.
 *
 * @param eventName name of the event; empty for an ordinary log
 * @param timeNanos when it happened, else when it was seen, nanoseconds since the epoch; 0 when neither is known
 * @param traceId in lower case; empty when there is none
 * @param spanId in lower case; empty when there is none
 */
public record LogEntry(
        String eventName, long timeNanos, String traceId, String spanId, Attributes attributes, Attributes resource) {

    /** Only names and ids: attributes may be prompts. */
    @Override
    public String toString() {
        return "LogEntry[" + eventName + ", " + traceId + "/" + spanId + "]";
    }
}
