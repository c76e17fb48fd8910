package dev.weir.topology.otlp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.topology.otlp.Evaluations.Target;
import dev.weir.topology.otlp.dialect.Vocabulary;
import dev.weir.topology.otlp.span.Batch;
import dev.weir.topology.otlp.span.Json;
import dev.weir.topology.otlp.span.Limits;
import dev.weir.topology.otlp.span.LogEntry;
import dev.weir.topology.otlp.span.MalformedException;
import dev.weir.topology.otlp.span.Repairs;
import dev.weir.topology.otlp.span.Signal;
import dev.weir.topology.otlp.span.Span;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The way from a record of another instrumentation to canonical trace events. Everything that a record says is handed to the
 * caller in the order in which it stands there, synchronously. Thread-safe: nothing is remembered between records.
 *
 * <p>Guarantee: one {@link Mapped.Event}, {@link Mapped.Ignored} or {@link Mapped.Refused} for each span, log or object, but
 * none for a log that is an evaluation, and {@link Mapped.Evaluated} on top; nothing but {@link UnreadableBatchException} is
 * thrown whatever the bytes are, and then nothing was handed over. Memory beside the record: its largest span, and 12 bytes
 * for each.
 */
public final class OtlpMapper {

    private final SpanMapper mapper;
    private final Roots roots;
    private final Limits limits;

    /**
     * @param config without problems
     * @throws IllegalArgumentException if it has some; says which
     */
    public OtlpMapper(MapperConfig config) {
        if (!config.problems().isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", config.problems()));
        }
        this.mapper = new SpanMapper(config, Vocabulary.STANDARD);
        this.roots = new Roots(mapper.routes().ofRoots());
        this.limits = new Limits(config.maxSpans(), config.maxAttributes(), config.maxDepth());
    }

    /**
     * What a batch of spans, or a gateway's JSON object, says.
     *
     * @param format as the topic has it; of OTLP's two encodings the first byte decides
     * @throws UnreadableBatchException if the record is none
     */
    public void spans(byte[] value, SourceFormat format, Consumer<Mapped> to) throws UnreadableBatchException {
        SourceFormat sniffed = format.sniff(value);
        switch (sniffed) {
            case OTLP_PROTO, OTLP_JSON -> {
                Batch batch = divide(value, sniffed, Signal.TRACES);
                Map<String, Map<String, String>> named = roots.of(batch, value);
                Aside aside = new Aside(batch, value.length);
                for (int i = 0; i < batch.size(); i++) {
                    span(batch, i, named, aside, to);
                }
            }
            case KONG_JSON, LITELLM_JSON -> gateway(value, sniffed, to);
        }
    }

    /**
     * What a batch of OTLP logs says: evaluations, and how many others there were.
     *
     * @param format one of OTLP's two encodings; the first byte decides
     * @throws UnreadableBatchException if the record is none
     */
    public void logs(byte[] value, SourceFormat format, Consumer<Mapped> to) throws UnreadableBatchException {
        Batch batch = divide(value, format.sniff(value), Signal.LOGS);
        Aside aside = new Aside(batch, value.length);
        for (int i = 0; i < batch.size(); i++) {
            Repairs repairs = new Repairs();
            try {
                log(batch.log(i, repairs), repairs, to);
            } catch (MalformedException e) {
                to.accept(new Mapped.Refused(e.field(), e.what(), aside.of(i)));
            }
        }
    }

    private void span(
            Batch batch, int index, Map<String, Map<String, String>> named, Aside aside, Consumer<Mapped> to) {
        Repairs repairs = new Repairs();
        try {
            Span span = batch.span(index, repairs);
            check(span);
            boolean carrier = SpanEvaluations.isCarrier(span);
            List<Evaluation> evaluations = SpanEvaluations.of(span, carrier, repairs);
            TraceEvent event = carrier ? null : mapper.map(span, repairs, named.getOrDefault(span.traceId(), Map.of()));
            if (event != null) {
                to.accept(new Mapped.Event(event, repairs.noted()));
            } else {
                to.accept(new Mapped.Ignored(carrier ? IgnoredReason.EVALUATION_CARRIER : IgnoredReason.NOT_LLM));
            }
            evaluations.forEach(evaluation -> to.accept(new Mapped.Evaluated(evaluation, repairs.noted())));
        } catch (MalformedException e) {
            to.accept(new Mapped.Refused(e.field(), e.what(), aside.of(index)));
        }
    }

    private static void check(Span span) throws MalformedException {
        if (!Ids.isTraceId(span.traceId())) {
            throw new MalformedException("trace_id", unusable("trace_id", span.traceId(), Ids.TRACE_DIGITS));
        }
        if (!Ids.isSpanId(span.spanId())) {
            throw new MalformedException("span_id", unusable("span_id", span.spanId(), Ids.SPAN_DIGITS));
        }
        if (span.startNanos() <= 0) {
            throw new MalformedException(
                    "start_time_unix_nano",
                    "start_time_unix_nano = " + Long.toUnsignedString(span.startNanos())
                            + ": expected nanoseconds since the epoch, above 0");
        }
    }

    private static String unusable(String field, String id, int digits) {
        String came = id.isEmpty() ? " is absent" : " of " + id.length() + " characters is no id";
        return field + came + ": expected " + digits + " hexadecimal digits, not all 0";
    }

    private static void log(LogEntry log, Repairs repairs, Consumer<Mapped> to) throws MalformedException {
        String event = Evaluations.eventOf(log);
        if (event.equals(Evaluations.RESULT)) {
            Target target =
                    new Target(Ids.traceIdOrNull(log.traceId()), Ids.spanIdOrNull(log.spanId()), null, log.timeNanos());
            to.accept(new Mapped.Evaluated(Evaluations.of(log.attributes(), target, repairs), repairs.noted()));
        } else if (event.equals("gen_ai.client.operation.exception")) {
            to.accept(new Mapped.Ignored(IgnoredReason.EXCEPTION_LOG));
        } else {
            to.accept(new Mapped.Ignored(
                    event.startsWith("gen_ai.") ? IgnoredReason.CONTENT_LOG : IgnoredReason.OTHER_LOG));
        }
    }

    private void gateway(byte[] value, SourceFormat format, Consumer<Mapped> to) throws UnreadableBatchException {
        ObjectNode record = Json.object(value);
        if (record == null) {
            throw new UnreadableBatchException("record = " + value.length
                    + " bytes that are no JSON object: expected one of " + format.wireName());
        }
        Repairs repairs = new Repairs();
        try {
            Span span = format == SourceFormat.KONG_JSON
                    ? GatewayRecords.kong(record, repairs)
                    : GatewayRecords.liteLlm(record, repairs);
            TraceEvent event = span == null ? null : mapper.map(span, repairs, Map.of());
            to.accept(
                    event == null
                            ? new Mapped.Ignored(IgnoredReason.NO_MODEL_CALL)
                            : new Mapped.Event(event, repairs.noted()));
        } catch (MalformedException e) {
            to.accept(new Mapped.Refused(e.field(), e.what(), value));
        }
    }

    /** The bytes of what is refused of one batch: with their surroundings as long as these are not repeated too often. */
    private static final class Aside {

        private static final int MOST_TIMES = 4;
        private static final long LEAST = 1 << 20;

        private final Batch batch;
        private long left;

        Aside(Batch batch, int length) {
            this.batch = batch;
            this.left = Math.max(LEAST, (long) MOST_TIMES * length);
        }

        byte[] of(int index) {
            int length = batch.length(index);
            if (length > left) {
                return batch.bare(index);
            }
            left -= length;
            return batch.alone(index);
        }
    }

    private Batch divide(byte[] value, SourceFormat format, Signal signal) throws UnreadableBatchException {
        try {
            return Batch.divide(value, format == SourceFormat.OTLP_JSON, signal, limits);
        } catch (MalformedException e) {
            throw new UnreadableBatchException(e.what());
        }
    }
}
