package dev.weir.topology.otlp;

import dev.weir.schemas.TextLimit;
import dev.weir.topology.otlp.span.Batch;
import dev.weir.topology.otlp.span.Limits;
import dev.weir.topology.otlp.span.LogEntry;
import dev.weir.topology.otlp.span.MalformedException;
import dev.weir.topology.otlp.span.Repairs;
import dev.weir.topology.otlp.span.Signal;

/**
 * Export requests divided by trace, so that a record holds one trace alone and its key can be the trace id: what is sent again
 * then meets what was sent before. Of logs only the evaluations are kept, for others may be
 * anything. Each part keeps resource and scope, in the format that it came in, so a part may be larger than its spans. What all
 * parts together may take is bounded, and known before the first of them is built. Thread-safe; costs a pass over the bytes and,
 * when the parts are asked for, a copy.
 */
public final class OtlpRequests {

    private static final Limits LIMITS;

    static {
        MapperConfig config = MapperConfig.DEFAULT;
        LIMITS = new Limits(config.maxSpans(), config.maxAttributes(), config.maxDepth());
    }

    private OtlpRequests() {}

    /**
     * The part of a request that is of one trace.
     *
     * @param key trace id, 32 hexadecimal digits; for evaluations without one the response id, within its limit
     */
    public record Keyed(String key, byte[] request) {}

    /**
     * What the parts of a request may take. Spans and logs that would pass it are rejected one by one.
     *
     * @param part bytes of one part
     * @param parts bytes of all parts of one request, their resources repeated
     */
    public record Bounds(int part, long parts) {}

    /**
     * The parts of a request of spans. A span without a trace or span id, with malformed bytes or beyond a bound is rejected
     * alone.
     *
     * @throws UnreadableBatchException if the bytes are no export request
     */
    public static Divided of(byte[] request, SourceFormat format, Bounds bounds) throws UnreadableBatchException {
        Batch batch = divide(request, format, Signal.TRACES);
        Divided parts = new Divided(batch, bounds);
        for (int i = 0; i < batch.size(); i++) {
            try {
                if (parts.isSmallEnough(i)) {
                    parts.add(i, batch.traceId(i));
                }
            } catch (MalformedException e) {
                parts.reject(e.what());
            }
        }
        return parts;
    }

    /**
     * The parts of a request of logs that are evaluations. One that names neither a span nor a response, with malformed bytes
     * or beyond a bound is rejected alone; logs that are none are left out and counted, but a log too large for a part is
     * rejected unread.
     *
     * @throws UnreadableBatchException if the bytes are no export request
     */
    public static Divided ofLogs(byte[] request, SourceFormat format, Bounds bounds) throws UnreadableBatchException {
        Batch batch = divide(request, format, Signal.LOGS);
        Divided parts = new Divided(batch, bounds);
        for (int i = 0; i < batch.size(); i++) {
            try {
                if (parts.isSmallEnough(i)) {
                    LogEntry log = batch.log(i, new Repairs());
                    if (Evaluations.eventOf(log).equals(Evaluations.RESULT)) {
                        parts.add(i, keyOf(log));
                    } else {
                        parts.ignore();
                    }
                }
            } catch (MalformedException e) {
                parts.reject(e.what());
            }
        }
        return parts;
    }

    private static String keyOf(LogEntry log) throws MalformedException {
        if (Ids.isTraceId(log.traceId()) && Ids.isSpanId(log.spanId())) {
            return log.traceId();
        }
        String response = log.attributes().text("gen_ai.response.id");
        if (response == null || response.isBlank()) {
            throw new MalformedException(
                    "span_id", "an evaluation without ids of a span and gen_ai.response.id: expected one of them");
        }
        return TextLimit.RESPONSE_ID.of(response);
    }

    private static Batch divide(byte[] request, SourceFormat format, Signal signal) throws UnreadableBatchException {
        try {
            return Batch.divide(request, format == SourceFormat.OTLP_JSON, signal, LIMITS);
        } catch (MalformedException e) {
            throw new UnreadableBatchException(e.what());
        }
    }
}
