package dev.weir.topology.otlp;

import dev.weir.topology.otlp.span.Batch;
import dev.weir.topology.otlp.span.Limits;
import dev.weir.topology.otlp.span.LogEntry;
import dev.weir.topology.otlp.span.MalformedException;
import dev.weir.topology.otlp.span.Repairs;
import dev.weir.topology.otlp.span.Signal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Export requests divided by trace, so that a record holds one trace alone and its key can be the trace id: what is sent again
 * then meets what was sent before. Of logs only the evaluations are kept, for others may be
 * anything. Each part keeps resource and scope, in the format that it came in. Thread-safe; costs a pass over the bytes and a
 * copy.
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
     * @param key trace id, 32 hexadecimal digits; for evaluations without one the response id
     */
    public record Keyed(String key, byte[] request) {}

    /**
     * A request in parts.
     *
     * @param accepted spans or logs in the parts
     * @param rejected spans or logs in none of them
     * @param ignored logs in none of them, because they are no evaluation
     * @param why they were rejected, the first reason; empty where none was
     */
    public record Divided(List<Keyed> requests, long accepted, long rejected, long ignored, String why) {

        /** The same where no part can be taken. */
        public Divided without(String reason) {
            return accepted == 0 ? this : new Divided(List.of(), 0, rejected + accepted, ignored, reason);
        }
    }

    /**
     * The parts of a request of spans. A span without a trace or span id, with malformed bytes or larger than a part may be is
     * rejected alone.
     *
     * @param mostBytes of one part
     * @throws UnreadableBatchException if the bytes are no export request
     */
    public static Divided of(byte[] request, SourceFormat format, int mostBytes) throws UnreadableBatchException {
        Batch batch = divide(request, format, Signal.TRACES);
        Parts parts = new Parts(batch, mostBytes);
        for (int i = 0; i < batch.size(); i++) {
            try {
                parts.add(i, batch.traceId(i));
            } catch (MalformedException e) {
                parts.reject(e.what());
            }
        }
        return parts.divided();
    }

    /**
     * The parts of a request of logs that are evaluations. One that names neither a span nor a response, with malformed bytes
     * or larger than a part may be is rejected alone; logs that are none are left out and counted.
     *
     * @param mostBytes of one part
     * @throws UnreadableBatchException if the bytes are no export request
     */
    public static Divided ofLogs(byte[] request, SourceFormat format, int mostBytes) throws UnreadableBatchException {
        Batch batch = divide(request, format, Signal.LOGS);
        Parts parts = new Parts(batch, mostBytes);
        for (int i = 0; i < batch.size(); i++) {
            try {
                LogEntry log = batch.log(i, new Repairs());
                if (Evaluations.eventOf(log).equals(Evaluations.RESULT)) {
                    parts.add(i, keyOf(log));
                } else {
                    parts.ignored++;
                }
            } catch (MalformedException e) {
                parts.reject(e.what());
            }
        }
        return parts.divided();
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
        return response;
    }

    private static Batch divide(byte[] request, SourceFormat format, Signal signal) throws UnreadableBatchException {
        try {
            return Batch.divide(request, format == SourceFormat.OTLP_JSON, signal, LIMITS);
        } catch (MalformedException e) {
            throw new UnreadableBatchException(e.what());
        }
    }

    /** Spans by trace, and those of one trace in as many parts as they need. */
    private static final class Parts {
        private final Batch batch;
        private final int mostBytes;
        private final Map<String, Part> open = new LinkedHashMap<>();
        private final List<Keyed> done = new ArrayList<>();
        private long rejected;
        private long ignored;
        private String why = "";

        private static final class Part {
            private final List<Integer> indices = new ArrayList<>();
            private int bytes;
        }

        Parts(Batch batch, int mostBytes) {
            this.batch = batch;
            this.mostBytes = mostBytes;
        }

        void add(int index, String key) {
            int bytes = batch.length(index);
            if (key.isEmpty()) {
                reject("a span without a trace id or a span id: expected both");
            } else if (bytes > mostBytes) {
                reject("one of " + bytes + " bytes with its resource: expected at most " + mostBytes);
            } else {
                Part part = open.computeIfAbsent(key, absent -> new Part());
                if (part.bytes + bytes > mostBytes) {
                    close(key, part);
                    part = new Part();
                    open.put(key, part);
                }
                part.indices.add(index);
                part.bytes += bytes;
            }
        }

        void reject(String reason) {
            rejected++;
            why = why.isEmpty() ? reason : why;
        }

        private void close(String key, Part part) {
            done.add(new Keyed(key, batch.together(part.indices)));
        }

        Divided divided() {
            open.forEach(this::close);
            return new Divided(List.copyOf(done), batch.size() - rejected - ignored, rejected, ignored, why);
        }
    }
}
