package dev.weir.topology.call;

import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.SpanStatus;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.RegistryUnavailableException;
import dev.weir.schemas.registry.UndecodableRecordException;
import dev.weir.schemas.view.RecordView;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The one object that the hot path reads of a trace event, filled again by each record; what it says holds until the next
 * {@link #read}. Names and units are those of {@link TraceEvent}. Who needs a whole event, texts and all, decodes {@link
 * #record}.
 *
 * <p>What is unknown is never zero: an absent number is {@link #ABSENT}, an absent cost is NaN, an absent text is {@code
 * null}. A number that was sent as {@link Long#MIN_VALUE} reads as the one after it. Names that come back (route, model,
 * provider, tenant, versions, and what else has few values) are one object each as long as they are remembered; ids and texts are
 * decoded anew whenever they are asked for. Nothing else is allocated. Not thread-safe: one a task.
 */
public final class CallView {

    /** A number that the record does not give. */
    public static final long ABSENT = Long.MIN_VALUE;

    private static final SpanKind[] KINDS = SpanKind.values();
    private static final SpanStatus[] STATUSES = SpanStatus.values();

    private final RecordView view;
    private final Names names = new Names();
    private final @Nullable String[] known = new @Nullable String[CallField.values().length];
    private long knownSlots;
    private byte[] record = {};

    public CallView(AvroCodec codec) {
        view = new RecordView(codec, TraceEvent.class, CallField.WIRE_NAMES);
    }

    /**
     * Takes over a record in the Confluent wire format. After an exception nothing may be asked before the next record.
     *
     * @param bytes kept until the next call, not copied
     * @throws UndecodableRecordException if the bytes are no trace event and never will be; says why
     * @throws RegistryUnavailableException if the writer's schema cannot be asked for now
     */
    public void read(byte[] bytes) {
        knownSlots = 0;
        record = bytes;
        view.read(bytes);
    }

    /** The record as it came, from which a whole event can be decoded. Not to be changed. */
    public byte[] record() {
        return record;
    }

    /** What the offsets of ids and texts point into: the record, or a copy of its texts. Not to be changed. */
    public byte[] bytes() {
        return view.bytes();
    }

    /** Newly decoded; {@link #fingerprint} and the place in the bytes are cheaper. */
    public String traceId() {
        return text(CallField.TRACE_ID);
    }

    /** Where the trace id begins in {@link #bytes}; its length is in bytes. */
    public int traceIdOffset() {
        return view.offset(CallField.TRACE_ID.ordinal());
    }

    public int traceIdLength() {
        return view.length(CallField.TRACE_ID.ordinal());
    }

    /** Newly decoded. */
    public String spanId() {
        return text(CallField.SPAN_ID);
    }

    /** Where the span id begins in {@link #bytes}; its length is in bytes. */
    public int spanIdOffset() {
        return view.offset(CallField.SPAN_ID.ordinal());
    }

    public int spanIdLength() {
        return view.length(CallField.SPAN_ID.ordinal());
    }

    /**
     * A hash of (trace id, span id): XXH64 of the span id's bytes, seeded by that of the trace id's, so that where one id ends
     * and the other begins matters. Two of a million calls share one by chance with a probability of {@code 3e-8}; someone
     * who chooses his own ids can make more of them share one. About 15 ns.
     */
    public long fingerprint() {
        byte[] bytes = view.bytes();
        long trace = Fingerprint.XXH64.hash(bytes, traceIdOffset(), traceIdLength(), 0);
        return Fingerprint.XXH64.hash(bytes, spanIdOffset(), spanIdLength(), trace);
    }

    public SpanKind kind() {
        return KINDS[(int) view.number(CallField.KIND.ordinal())];
    }

    public @Nullable String name() {
        return name(CallField.NAME);
    }

    public @Nullable String route() {
        return name(CallField.ROUTE);
    }

    public @Nullable String provider() {
        return name(CallField.PROVIDER);
    }

    public @Nullable String environment() {
        return name(CallField.ENVIRONMENT);
    }

    public @Nullable String requestModel() {
        return name(CallField.REQUEST_MODEL);
    }

    public @Nullable String responseModel() {
        return name(CallField.RESPONSE_MODEL);
    }

    /** Newly decoded. */
    public @Nullable String responseId() {
        return view.text(CallField.RESPONSE_ID.ordinal());
    }

    /** Microseconds since the epoch; always given. */
    public long startMicros() {
        return view.number(CallField.START_TIME.ordinal());
    }

    public long durationMicros() {
        return number(CallField.DURATION_MICROS);
    }

    public long timeToFirstTokenMicros() {
        return number(CallField.TIME_TO_FIRST_TOKEN_MICROS);
    }

    public long inputTokens() {
        return number(CallField.INPUT_TOKENS);
    }

    public long outputTokens() {
        return number(CallField.OUTPUT_TOKENS);
    }

    /**
     * A number that has no accessor of its own, as the record gives it; {@link #ABSENT} where it does not.
     *
     * @param field one whose values are whole numbers; what comes back for another has no meaning
     */
    public long number(CallField field) {
        int slot = field.ordinal();
        return view.has(slot) ? Math.max(view.number(slot), ABSENT + 1) : ABSENT;
    }

    public @Nullable String serviceTier() {
        return name(CallField.SERVICE_TIER);
    }

    public @Nullable String inferenceRegion() {
        return name(CallField.INFERENCE_REGION);
    }

    public SpanStatus status() {
        return STATUSES[(int) view.number(CallField.STATUS.ordinal())];
    }

    public @Nullable String errorType() {
        return name(CallField.ERROR_TYPE);
    }

    public long httpStatus() {
        return number(CallField.HTTP_STATUS);
    }

    public @Nullable String finishReason() {
        return name(CallField.FINISH_REASON);
    }

    /** Newly decoded. */
    public @Nullable String refusal() {
        return view.text(CallField.REFUSAL.ordinal());
    }

    public @Nullable String serviceVersion() {
        return name(CallField.SERVICE_VERSION);
    }

    public @Nullable String promptVersion() {
        return name(CallField.PROMPT_VERSION);
    }

    public @Nullable String variant() {
        return name(CallField.VARIANT);
    }

    public @Nullable String tenant() {
        return name(CallField.TENANT);
    }

    public @Nullable String feature() {
        return name(CallField.FEATURE);
    }

    /** Newly decoded. */
    public @Nullable String userId() {
        return view.text(CallField.USER_ID.ordinal());
    }

    /** US dollars as the producer reported them; NaN where he did not. */
    public double costUsd() {
        int slot = CallField.COST_USD.ordinal();
        return view.has(slot) ? view.real(slot) : Double.NaN;
    }

    /** Newly decoded, all of it. */
    public @Nullable String inputText() {
        return view.text(CallField.INPUT_TEXT.ordinal());
    }

    /** Newly decoded, all of it. Rules that read every answer read its {@link #bytes}. */
    public @Nullable String outputText() {
        return view.text(CallField.OUTPUT_TEXT.ordinal());
    }

    /** Whether the answer was captured, be it empty. */
    public boolean hasOutputText() {
        return view.has(CallField.OUTPUT_TEXT.ordinal());
    }

    /** Where the answer begins in {@link #bytes}, only where it was captured; its length is in bytes, else 0. */
    public int outputTextOffset() {
        return view.offset(CallField.OUTPUT_TEXT.ordinal());
    }

    public int outputTextLength() {
        return view.length(CallField.OUTPUT_TEXT.ordinal());
    }

    /** Whether the answer is empty or all white space; so is one that was not captured. */
    public boolean isOutputTextBlank() {
        return view.isBlank(CallField.OUTPUT_TEXT.ordinal());
    }

    /** Whether the model asked for at least one tool. */
    public boolean hasToolCalls() {
        int slot = CallField.TOOL_CALLS.ordinal();
        return view.has(slot) && view.number(slot) > 0;
    }

    private @Nullable String name(CallField field) {
        int slot = field.ordinal();
        if (!view.has(slot)) {
            return null;
        }
        if ((knownSlots >>> slot & 1) == 0) {
            known[slot] = names.name(view.bytes(), view.offset(slot), view.length(slot));
            knownSlots |= 1L << slot;
        }
        return known[slot];
    }

    private String text(CallField field) {
        int slot = field.ordinal();
        return new String(view.bytes(), view.offset(slot), view.length(slot), StandardCharsets.UTF_8);
    }
}
