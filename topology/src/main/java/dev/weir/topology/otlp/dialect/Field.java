package dev.weir.topology.otlp.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.avro.Document;
import dev.weir.schemas.avro.SpanKind;
import java.util.List;

/**
 * A canonical field that dialects give, with the type and convention in which they give it.
 *
 * @param <T> type of its value
 */
public final class Field<T> {

    public static final Field<SpanKind> KIND = new Field<>("kind");
    public static final Field<String> PROVIDER = new Field<>("provider");
    public static final Field<String> REQUEST_MODEL = new Field<>("request_model");
    public static final Field<String> RESPONSE_MODEL = new Field<>("response_model");
    public static final Field<String> RESPONSE_ID = new Field<>("response_id");

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

    public static final Field<String> SERVICE_TIER = new Field<>("service_tier");

    /** Where the provider processed the call, as it bills it. */
    public static final Field<String> INFERENCE_REGION = new Field<>("inference_region");

    /** Whether the span says that it failed in another way than by its status. */
    public static final Field<Boolean> FAILED = new Field<>("failed");

    public static final Field<String> ERROR_TYPE = new Field<>("error_type");
    public static final Field<Long> HTTP_STATUS = new Field<>("http_status");
    public static final Field<String> FINISH_REASON = new Field<>("finish_reason");
    public static final Field<String> REFUSAL = new Field<>("refusal");
    public static final Field<String> ENVIRONMENT = new Field<>("environment");
    public static final Field<String> SERVICE_VERSION = new Field<>("service_version");
    public static final Field<String> PROMPT_NAME = new Field<>("prompt_name");
    public static final Field<String> PROMPT_VERSION = new Field<>("prompt_version");
    public static final Field<String> VARIANT = new Field<>("variant");
    public static final Field<String> FEATURE = new Field<>("feature");
    public static final Field<String> USER_ID = new Field<>("user_id");
    public static final Field<String> SESSION_ID = new Field<>("session_id");

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

    private static final List<Field<?>> ALL = List.of(
            KIND,
            PROVIDER,
            REQUEST_MODEL,
            RESPONSE_MODEL,
            RESPONSE_ID,
            INPUT_TOKENS,
            OUTPUT_TOKENS,
            TOTAL_TOKENS,
            CACHE_READ_TOKENS,
            CACHE_WRITE_TOKENS,
            CACHE_WRITE_1H_TOKENS,
            REASONING_TOKENS,
            AUDIO_INPUT_TOKENS,
            AUDIO_OUTPUT_TOKENS,
            FIRST_TOKEN_NANOS,
            COST,
            CACHE_HIT,
            SERVICE_TIER,
            INFERENCE_REGION,
            FAILED,
            ERROR_TYPE,
            HTTP_STATUS,
            FINISH_REASON,
            REFUSAL,
            ENVIRONMENT,
            SERVICE_VERSION,
            PROMPT_NAME,
            PROMPT_VERSION,
            VARIANT,
            FEATURE,
            USER_ID,
            SESSION_ID,
            PROBABILITY,
            SYSTEM,
            INPUT,
            OUTPUT,
            DOCUMENTS,
            REFERENCE);

    private final String name;

    private Field(String name) {
        this.name = name;
    }

    /** Every field there is. */
    static List<Field<?>> all() {
        return ALL;
    }

    /** Name as the event has it. */
    @Override
    public String toString() {
        return name;
    }
}
