package dev.weir.topology.ingest;

import dev.weir.schemas.NumberLimit;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.TextLimit;
import dev.weir.schemas.avro.SpanKind;
import dev.weir.topology.call.CallView;
import dev.weir.topology.record.ReadingException;
import dev.weir.topology.record.Rejection;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The rules that turn a trace event into a call of a series: what is required, what stands in for what, and which event
 * time it has. Bad events give a {@link ReadingException} that names the field, what came and what was expected,
 * and never quotes a text.
 *
 * <p>Calls that name the same series get the same key, as long as it is remembered: at most {@value #REMEMBERED}
 * series, others cost a new key. The same event gives the same answer, whatever was read before. Thread-safe.
 */
public final class CallReader {

    static final String DEFAULT_TENANT = "default";

    private static final long UNMEASURED = -1;

    /** Series whose keys are kept; a power of two. */
    static final int REMEMBERED = 8_192;

    private final SeriesVersion version;

    /** Entries are immutable and replaced whole, so threads that race here see one or the other. */
    private final @Nullable Named[] remembered = new @Nullable Named[REMEMBERED];

    /** The names of a series as they came, and its key. */
    private record Named(
            String tenant,
            String environment,
            String route,
            String provider,
            String model,
            String version,
            SeriesKey key) {

        boolean isOf(
                String ofTenant,
                String ofEnvironment,
                String ofRoute,
                String ofProvider,
                String ofModel,
                String ofVersion) {
            return route.equals(ofRoute)
                    && model.equals(ofModel)
                    && tenant.equals(ofTenant)
                    && environment.equals(ofEnvironment)
                    && provider.equals(ofProvider)
                    && version.equals(ofVersion);
        }
    }

    public CallReader(SeriesVersion version) {
        this.version = version;
    }

    /** Only model invocations are calls; other spans may repeat the totals of their children. */
    static boolean isCall(CallView call) {
        return call.kind() == SpanKind.LLM || call.kind() == SpanKind.EMBEDDING;
    }

    SeriesKey series(CallView call) throws ReadingException {
        requireId("trace_id", call.bytes(), call.traceIdOffset(), call.traceIdLength());
        requireId("span_id", call.bytes(), call.spanIdOffset(), call.spanIdLength());
        String route = firstGiven(call.route(), call.name());
        if (route == null) {
            throw new ReadingException(Rejection.MISSING_FIELD, "route and name are absent: expected one of them");
        }
        String model = firstGiven(call.requestModel(), call.responseModel());
        if (model == null) {
            throw new ReadingException(
                    Rejection.MISSING_FIELD, "request_model and response_model are absent: expected one of them");
        }
        String tenant = given(call.tenant());
        return key(
                tenant == null ? DEFAULT_TENANT : tenant,
                orEmpty(call.environment()),
                route,
                orEmpty(call.provider()),
                model,
                versionOf(call));
    }

    /** The key of the names, from one of the two places that it can have. */
    private SeriesKey key(
            String tenant, String environment, String route, String provider, String model, String named) {
        int hash = ((tenant.hashCode() * 31 + route.hashCode()) * 31 + model.hashCode()) * 31 + named.hashCode();
        hash = (hash * 31 + environment.hashCode()) * 31 + provider.hashCode();
        int place = (hash * 0x9E3779B9) >>> 19;
        Named first = remembered[place];
        if (first != null && first.isOf(tenant, environment, route, provider, model, named)) {
            return first.key;
        }
        Named second = remembered[place ^ 1];
        if (second != null && second.isOf(tenant, environment, route, provider, model, named)) {
            return second.key;
        }
        SeriesKey key =
                SeriesKey.of(name(tenant), name(environment), name(route), name(provider), name(model), name(named));
        remembered[first == null ? place : place ^ 1] =
                new Named(tenant, environment, route, provider, model, named, key);
        return key;
    }

    private String versionOf(CallView call) {
        String found = switch (version) {
            case VARIANT_OR_PROMPT -> firstGiven(call.variant(), call.promptVersion());
            case SERVICE -> given(call.serviceVersion());
            case NONE -> null;
        };
        return orEmpty(found);
    }

    private static String orEmpty(@Nullable String name) {
        String given = given(name);
        return given == null ? "" : given;
    }

    /** End of the span, microseconds since the epoch; its start when the duration is unmeasured. */
    static long eventMicros(CallView call) throws ReadingException {
        long duration = call.durationMicros();
        if (duration < 0 && duration != CallView.ABSENT) {
            throw new ReadingException(
                    Rejection.INVALID_FIELD, "duration_micros = " + duration + ": expected 0 or more");
        }
        try {
            return Math.addExact(call.startMicros(), duration == CallView.ABSENT ? 0 : duration);
        } catch (ArithmeticException e) {
            throw new ReadingException(
                    Rejection.INVALID_FIELD, "start_time + duration_micros is beyond the range of a timestamp");
        }
    }

    /** Refuses a call that would end the sums of its window: no model reads or writes so much. */
    static void requireCountableTokens(CallView call) throws ReadingException {
        requireCountable("input_tokens", call.inputTokens());
        requireCountable("output_tokens", call.outputTokens());
    }

    private static void requireCountable(String field, long tokens) throws ReadingException {
        if (tokens > NumberLimit.MOST_TOKENS) {
            throw new ReadingException(
                    Rejection.INVALID_FIELD, field + " = " + tokens + ": expected at most " + NumberLimit.MOST_TOKENS);
        }
    }

    /**
     * Time to first token, microseconds; {@value #UNMEASURED} when absent, or when it cannot be right because it is
     * longer than the call.
     */
    static long ttftMicros(CallView call) throws ReadingException {
        long ttft = call.timeToFirstTokenMicros();
        if (ttft == CallView.ABSENT) {
            return UNMEASURED;
        }
        if (ttft < 0) {
            throw new ReadingException(
                    Rejection.INVALID_FIELD, "time_to_first_token_micros = " + ttft + ": expected 0 or more");
        }
        long duration = call.durationMicros();
        return duration != CallView.ABSENT && ttft > duration ? UNMEASURED : ttft;
    }

    /** Looks at the bytes: only what may be blank or too long is decoded. */
    private static void requireId(String field, byte[] bytes, int offset, int length) throws ReadingException {
        if (length > 0 && length <= TextLimit.ID.most() && bytes[offset] > ' ') {
            return;
        }
        String value = new String(bytes, offset, length, StandardCharsets.UTF_8);
        if (value.isBlank()) {
            throw new ReadingException(
                    Rejection.MISSING_FIELD, field + " is empty: expected 1 to " + TextLimit.ID.most() + " characters");
        }
        if (!TextLimit.ID.holds(value)) {
            throw new ReadingException(Rejection.INVALID_FIELD, field + " has " + TextLimit.ID.problem(value));
        }
    }

    private static @Nullable String firstGiven(@Nullable String first, @Nullable String otherwise) {
        String given = given(first);
        return given != null ? given : given(otherwise);
    }

    private static @Nullable String given(@Nullable String name) {
        return name == null || name.isBlank() ? null : name;
    }

    /** A part of a series key: trimmed, shortened to the longest, and never starting with the sign of our own keys. */
    private static String name(String given) {
        String cut = TextLimit.NAME.of(given.strip());
        return cut.startsWith("~") ? "_" + cut.substring(1) : cut;
    }
}
