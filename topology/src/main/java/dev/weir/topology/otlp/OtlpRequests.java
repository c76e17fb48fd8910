package dev.weir.topology.otlp;

import dev.weir.topology.otlp.span.Batch;
import dev.weir.topology.otlp.span.Limits;
import dev.weir.topology.otlp.span.MalformedException;
import dev.weir.topology.otlp.span.Signal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Export requests divided by trace, so that a record holds one trace alone and its key can be the trace id: what is sent again
 * then meets what was sent before. Each part keeps resource and scope, in the format that it came in. Thread-safe; costs a
 * pass over the bytes and a copy.
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
     * @param traceId 32 hexadecimal digits
     */
    public record Keyed(String traceId, byte[] request) {}

    /**
     * A request in parts.
     *
     * @param accepted spans in the parts
     * @param rejected spans in none of them
     * @param why they were rejected, the first reason; empty where none was
     */
    public record Divided(List<Keyed> requests, long accepted, long rejected, String why) {}

    /**
     * The parts of a request of spans. A span without a trace or span id, with malformed bytes or larger than a part may be is
     * rejected alone.
     *
     * @param mostBytes of one part
     * @throws UnreadableBatchException if the bytes are no export request
     */
    public static Divided of(byte[] request, SourceFormat format, int mostBytes) throws UnreadableBatchException {
        Batch batch;
        try {
            batch = Batch.divide(request, format == SourceFormat.OTLP_JSON, Signal.TRACES, LIMITS);
        } catch (MalformedException e) {
            throw new UnreadableBatchException(e.what());
        }
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

    /** Spans by trace, and those of one trace in as many parts as they need. */
    private static final class Parts {
        private final Batch batch;
        private final int mostBytes;
        private final Map<String, Part> open = new LinkedHashMap<>();
        private final List<Keyed> done = new ArrayList<>();
        private long rejected;
        private String why = "";

        private static final class Part {
            private final List<Integer> indices = new ArrayList<>();
            private int bytes;
        }

        Parts(Batch batch, int mostBytes) {
            this.batch = batch;
            this.mostBytes = mostBytes;
        }

        void add(int index, String traceId) {
            int bytes = batch.length(index);
            if (traceId.isEmpty()) {
                reject("a span without a trace id or a span id: expected both");
            } else if (bytes > mostBytes) {
                reject("one of " + bytes + " bytes with its resource: expected at most " + mostBytes);
            } else {
                Part part = open.computeIfAbsent(traceId, trace -> new Part());
                if (part.bytes + bytes > mostBytes) {
                    close(traceId, part);
                    part = new Part();
                    open.put(traceId, part);
                }
                part.indices.add(index);
                part.bytes += bytes;
            }
        }

        void reject(String reason) {
            rejected++;
            why = why.isEmpty() ? reason : why;
        }

        private void close(String traceId, Part part) {
            done.add(new Keyed(traceId, batch.together(part.indices)));
        }

        Divided divided() {
            open.forEach(this::close);
            return new Divided(List.copyOf(done), batch.size() - rejected, rejected, why);
        }
    }
}
