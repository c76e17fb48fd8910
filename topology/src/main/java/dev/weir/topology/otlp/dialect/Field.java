package dev.weir.topology.otlp.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.TextLimit;
import dev.weir.schemas.avro.Document;
import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.TraceEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A canonical field that dialects give, with the type and convention in which they give it.
 *
 * @param <T> type of its value
 */
public final class Field<T> {

    /** Every field there is, in the order of the constants below; filled while they are made. */
    private static final List<Field<?>> ALL = new ArrayList<>();

    public static final Field<SpanKind> KIND = new Field<>("kind");
    public static final Field<String> PROVIDER = named("provider", TraceEvent::setProvider);
    public static final Field<String> REQUEST_MODEL = new Field<>("request_model");
    public static final Field<String> RESPONSE_MODEL = new Field<>("response_model");
    public static final Field<String> RESPONSE_ID =
            limited("response_id", TextLimit.RESPONSE_ID, TraceEvent::setResponseId);

    /** All input, cached and cache-writing tokens included. */
    public static final Field<Long> INPUT_TOKENS = new Field<>("input_tokens");

    /** All output, reasoning included. */
    public static final Field<Long> OUTPUT_TOKENS = new Field<>("output_tokens");

    /** What the source calls the total; only tells how it counts. */
    public static final Field<Long> TOTAL_TOKENS = new Field<>("total_tokens");

    public static final Field<Long> CACHE_READ_TOKENS = new Field<>("cache_read_input_tokens");

    /** All lifetimes. */
    public static final Field<Long> CACHE_WRITE_TOKENS = new Field<>("cache_write_input_tokens");

    public static final Field<Long> CACHE_WRITE_1H_TOKENS = new Field<>("cache_write_1h_input_tokens");
    public static final Field<Long> REASONING_TOKENS = new Field<>("reasoning_output_tokens");
    public static final Field<Long> AUDIO_INPUT_TOKENS = new Field<>("audio_input_tokens");
    public static final Field<Long> AUDIO_OUTPUT_TOKENS = new Field<>("audio_output_tokens");

    /** From the start of the span, nanoseconds. */
    public static final Field<Long> FIRST_TOKEN_NANOS = new Field<>("time_to_first_token");

    /** US dollars. */
    public static final Field<Double> COST = new Field<>("cost_usd");

    /** Whether a proxy answered from a cache of its own. */
    public static final Field<Boolean> CACHE_HIT = new Field<>("cache_hit");

    public static final Field<String> SERVICE_TIER = named("service_tier", TraceEvent::setServiceTier);

    /** Where the provider processed the call, as it bills it. */
    public static final Field<String> INFERENCE_REGION = named("inference_region", TraceEvent::setInferenceRegion);

    /** Whether the span says that it failed in another way than by its status. */
    public static final Field<Boolean> FAILED = new Field<>("failed");

    public static final Field<String> ERROR_TYPE = named("error_type", TraceEvent::setErrorType);
    public static final Field<Long> HTTP_STATUS = new Field<>("http_status");
    public static final Field<String> FINISH_REASON = named("finish_reason", TraceEvent::setFinishReason);
    public static final Field<String> REFUSAL = copied("refusal", TraceEvent::setRefusal);
    public static final Field<String> ENVIRONMENT = named("environment", TraceEvent::setEnvironment);
    public static final Field<String> SERVICE_VERSION = named("service_version", TraceEvent::setServiceVersion);
    public static final Field<String> PROMPT_NAME = named("prompt_name", TraceEvent::setPromptName);
    public static final Field<String> PROMPT_VERSION = named("prompt_version", TraceEvent::setPromptVersion);
    public static final Field<String> VARIANT = named("variant", TraceEvent::setVariant);
    public static final Field<String> FEATURE = named("feature", TraceEvent::setFeature);
    public static final Field<String> USER_ID = named("user_id", TraceEvent::setUserId);
    public static final Field<String> SESSION_ID = named("session_id", TraceEvent::setSessionId);

    /** Probability with which the producer itself chose the span, beside that of its tracer. */
    public static final Field<Double> PROBABILITY = new Field<>("upstream_probability");

    /** Instructions, as the source has them: messages, parts or a text. */
    public static final Field<JsonNode> SYSTEM = new Field<>("system_text");

    /** What went in, as the source has it: messages, parts or a text. */
    public static final Field<JsonNode> INPUT = new Field<>("input_text");

    /** What came out, as above. */
    public static final Field<JsonNode> OUTPUT = new Field<>("output_text");

    public static final Field<List<Document>> DOCUMENTS = new Field<>("documents");
    public static final Field<String> REFERENCE = new Field<>("reference_text");

    private final String name;

    private final @Nullable BiConsumer<TraceEvent, @Nullable T> setter;

    private Field(String name) {
        this(name, null);
    }

    private Field(String name, @Nullable BiConsumer<TraceEvent, @Nullable T> setter) {
        this.name = name;
        this.setter = setter;
        ALL.add(this);
    }

    /** A field that an event has as the dialects give it, with nothing to check or to convert. */
    private static <T> Field<T> copied(String name, BiConsumer<TraceEvent, @Nullable T> setter) {
        return new Field<>(name, setter);
    }

    /** The same for a name: a long one in a resource would be repeated with each of its spans. */
    private static Field<String> named(String name, BiConsumer<TraceEvent, @Nullable String> setter) {
        return limited(name, TextLimit.NAME, setter);
    }

    private static Field<String> limited(
            String name, TextLimit limit, BiConsumer<TraceEvent, @Nullable String> setter) {
        return copied(name, (event, text) -> setter.accept(event, text == null ? null : limit.of(text)));
    }

    /** Every field there is. */
    static List<Field<?>> all() {
        return Collections.unmodifiableList(ALL);
    }

    /** Copies a span's value of every field that is copied as it is; absent where no dialect gives one. */
    public static void copyAll(Vocabulary vocabulary, Reading span, TraceEvent to) {
        for (Field<?> field : ALL) {
            field.copy(vocabulary, span, to);
        }
    }

    private void copy(Vocabulary vocabulary, Reading span, TraceEvent to) {
        if (setter != null) {
            setter.accept(to, vocabulary.first(this, span));
        }
    }

    /** Name as the event has it. */
    @Override
    public String toString() {
        return name;
    }
}
