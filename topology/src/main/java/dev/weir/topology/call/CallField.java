package dev.weir.topology.call;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The fields of a trace event that the hot path reads; the slot of each is its ordinal. */
public enum CallField {
    TRACE_ID,
    SPAN_ID,
    KIND,
    NAME,
    ROUTE,
    PROVIDER,
    REQUEST_MODEL,
    RESPONSE_MODEL,
    RESPONSE_ID,
    START_TIME,
    DURATION_MICROS,
    TIME_TO_FIRST_TOKEN_MICROS,
    INPUT_TOKENS,
    OUTPUT_TOKENS,
    CACHE_READ_INPUT_TOKENS,
    CACHE_WRITE_INPUT_TOKENS,
    CACHE_WRITE_1H_INPUT_TOKENS,
    REASONING_OUTPUT_TOKENS,
    AUDIO_INPUT_TOKENS,
    AUDIO_OUTPUT_TOKENS,
    SERVICE_TIER,
    INFERENCE_REGION,
    STATUS,
    ERROR_TYPE,
    HTTP_STATUS,
    FINISH_REASON,
    REFUSAL,
    ENVIRONMENT,
    SERVICE_VERSION,
    PROMPT_VERSION,
    VARIANT,
    TENANT,
    FEATURE,
    USER_ID,
    COST_USD,
    INPUT_TEXT,
    OUTPUT_TEXT,
    TOOL_CALLS;

    /** Their names on the wire, in the order of the slots. */
    static final List<String> WIRE_NAMES =
            Arrays.stream(values()).map(CallField::wireName).toList();

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** Name of the field in the event. */
    public String wireName() {
        return wireName;
    }
}
