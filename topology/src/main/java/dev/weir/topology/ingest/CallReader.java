package dev.weir.topology.ingest;

import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.topology.MonitoringConfig.SeriesVersion;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The rules that turn a trace event into a call of a series: what is required, what stands in for what, and which event
 * time it has. Pure; bad events give a {@link ReadingException} that names the field, what came and what was expected,
 * and never quotes a text.
 */
public final class CallReader {

    /** Longest id and longest part of a series key, characters; longer parts of a series key are cut. */
    static final int LONGEST_NAME = 128;

    static final String DEFAULT_TENANT = "default";

    private static final long UNMEASURED = -1;

    private final SeriesVersion version;

    public CallReader(SeriesVersion version) {
        this.version = version;
    }

    /** Only model invocations are calls; other spans may repeat the totals of their children. */
    static boolean isCall(TraceEvent event) {
        return event.getKind() == SpanKind.LLM || event.getKind() == SpanKind.EMBEDDING;
    }

    SeriesKey series(TraceEvent event) throws ReadingException {
        requireId("trace_id", event.getTraceId());
        requireId("span_id", event.getSpanId());
        String route = firstGiven(event.getRoute(), event.getName());
        if (route == null) {
            throw new ReadingException(Rejection.MISSING_FIELD, "route and name are absent: expected one of them");
        }
        String model = firstGiven(event.getRequestModel(), event.getResponseModel());
        if (model == null) {
            throw new ReadingException(
                    Rejection.MISSING_FIELD, "request_model and response_model are absent: expected one of them");
        }
        String tenant = firstGiven(event.getTenant());
        return SeriesKey.of(
                tenant == null ? DEFAULT_TENANT : name(tenant), name(route), name(model), name(versionOf(event)));
    }

    private String versionOf(TraceEvent event) {
        String found = switch (version) {
            case VARIANT_OR_PROMPT -> firstGiven(event.getVariant(), event.getPromptVersion());
            case SERVICE -> firstGiven(event.getServiceVersion());
            case NONE -> null;
        };
        return found == null ? "" : found;
    }

    /** End of the span, microseconds since the epoch; its start when the duration is unmeasured. */
    static long eventMicros(TraceEvent event) throws ReadingException {
        Long duration = event.getDurationMicros();
        if (duration != null && duration < 0) {
            throw new ReadingException(
                    Rejection.INVALID_FIELD, "duration_micros = " + duration + ": expected 0 or more");
        }
        try {
            return Math.addExact(micros(event.getStartTime()), duration == null ? 0 : duration);
        } catch (ArithmeticException | DateTimeException e) {
            throw new ReadingException(
                    Rejection.INVALID_FIELD, "start_time + duration_micros is beyond the range of a timestamp");
        }
    }

    /**
     * Time to first token, microseconds; {@value #UNMEASURED} when absent, or when it cannot be right because it is
     * longer than the call.
     */
    static long ttftMicros(TraceEvent event) throws ReadingException {
        Long ttft = event.getTimeToFirstTokenMicros();
        if (ttft == null) {
            return UNMEASURED;
        }
        if (ttft < 0) {
            throw new ReadingException(
                    Rejection.INVALID_FIELD, "time_to_first_token_micros = " + ttft + ": expected 0 or more");
        }
        Long duration = event.getDurationMicros();
        return duration != null && ttft > duration ? UNMEASURED : ttft;
    }

    private static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000L);
    }

    private static void requireId(String field, String value) throws ReadingException {
        if (value.isBlank()) {
            throw new ReadingException(Rejection.MISSING_FIELD, field + " is empty: expected 1 to 128 characters");
        }
        if (value.length() > LONGEST_NAME) {
            throw new ReadingException(
                    Rejection.INVALID_FIELD, field + " has " + value.length() + " characters: expected 1 to 128");
        }
    }

    private static @Nullable String firstGiven(@Nullable String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null && !candidate.isBlank()) {
                return candidate;
            }
        }
        return null;
    }

    /** A part of a series key: trimmed, cut to the longest, and never starting with the sign of our own keys. */
    private static String name(String given) {
        String trimmed = given.strip();
        String cut = trimmed.length() <= LONGEST_NAME ? trimmed : trimmed.substring(0, LONGEST_NAME);
        return cut.startsWith("~") ? "_" + cut.substring(1) : cut;
    }
}
