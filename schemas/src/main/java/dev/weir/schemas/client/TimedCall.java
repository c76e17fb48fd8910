package dev.weir.schemas.client;

import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.SpanStatus;
import dev.weir.schemas.avro.TraceEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One model call while it is made, and the event that tells of it. Durations come from a clock that never goes back; the start
 * is the wall clock's. Ids are random, 128 and 64 bits, unless the caller has some. Not thread-safe.
 *
 * <pre>{@code
 * TimedCall call = TimedCall.start("support", "openai", "gpt-4o");
 * try {
 *     Answer answer = model.ask(question, token -> call.firstToken());
 *     producer.send(call.answered("stop").setInputTokens(answer.input()).setOutputTokens(answer.output()).build());
 * } catch (ProviderException e) {
 *     producer.send(call.failed(e.getClass().getSimpleName(), e.status()).build());
 *     throw e;
 * }
 * }</pre>
 */
public final class TimedCall {

    private static final HexFormat HEX = HexFormat.of();
    private static final int TRACE_ID_BYTES = 16;
    private static final int SPAN_ID_BYTES = 8;
    private static final long NANOS_PER_MICRO = 1_000;

    private final TraceEvent.Builder event;
    private final LongSupplier nanos;
    private final long startedAt;
    private boolean streamed;

    private TimedCall(TraceEvent.Builder event, Clock clock, LongSupplier nanos) {
        this.event = event;
        this.nanos = nanos;
        this.startedAt = nanos.getAsLong();
        event.setStartTime(clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    /**
     * A call that starts now.
     *
     * @param route feature or endpoint that it serves, 1 to 128 characters
     * @param provider as {@code gen_ai.provider.name} has it
     * @param model that is asked for
     */
    public static TimedCall start(String route, String provider, String model) {
        return start(route, provider, model, Clock.systemUTC(), System::nanoTime);
    }

    static TimedCall start(String route, String provider, String model, Clock clock, LongSupplier nanos) {
        TraceEvent.Builder event = TraceEvent.newBuilder()
                .setTraceId(randomId(TRACE_ID_BYTES))
                .setSpanId(randomId(SPAN_ID_BYTES))
                .setStartTime(Instant.EPOCH)
                .setKind(SpanKind.LLM)
                .setRoute(route)
                .setProvider(provider)
                .setRequestModel(model);
        return new TimedCall(event, clock, nanos);
    }

    /** The same call as a span of a trace that is known elsewhere. */
    public TimedCall in(String traceId, @Nullable String parentSpanId) {
        event.setTraceId(traceId).setParentSpanId(parentSpanId);
        return this;
    }

    /** Takes note that the first token has come; only the first time counts. */
    public void firstToken() {
        if (!streamed) {
            streamed = true;
            event.setTimeToFirstTokenMicros(elapsedMicros());
        }
    }

    /**
     * The event of a call that ends now with an answer; token counts, texts and what else is known are the caller's to add.
     *
     * @param finishReason as the provider says it; absent: it says none
     */
    public TraceEvent.Builder answered(@Nullable String finishReason) {
        return ended().setStatus(SpanStatus.OK).setFinishReason(finishReason);
    }

    /**
     * The event of a call that ends now without an answer.
     *
     * @param errorType exception class or provider error code, never a message
     * @param httpStatus of the provider's answer; absent: there was none
     */
    public TraceEvent.Builder failed(String errorType, @Nullable Integer httpStatus) {
        return ended().setStatus(SpanStatus.ERROR).setErrorType(errorType).setHttpStatus(httpStatus);
    }

    private TraceEvent.Builder ended() {
        return TraceEvent.newBuilder(event).setDurationMicros(elapsedMicros());
    }

    private long elapsedMicros() {
        return (nanos.getAsLong() - startedAt) / NANOS_PER_MICRO;
    }

    private static String randomId(int bytes) {
        byte[] id = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(id);
        return HEX.formatHex(id);
    }
}
