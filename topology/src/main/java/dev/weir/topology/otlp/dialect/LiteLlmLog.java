package dev.weir.topology.otlp.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.topology.otlp.span.Numbers;
import org.jspecify.annotations.Nullable;

/**
 * LiteLLM's standard logging payload, one JSON object a call, here as one attribute. Times are seconds since the epoch; counts
 * are inclusive, taken from the provider's usage object where the payload has it. Source: LiteLLM's logging specification.
 */
public final class LiteLlmLog {

    /** Attribute that holds the payload. */
    public static final String PAYLOAD = "litellm.log";

    static final Dialect DIALECT = Dialect.named("litellm-log")
            .from(Field.KIND, PAYLOAD, span -> LiteLlm.callType(span.textAt(PAYLOAD, "call_type")))
            .from(Field.PROVIDER, PAYLOAD, span -> span.textAt(PAYLOAD, "custom_llm_provider"))
            .from(Field.REQUEST_MODEL, PAYLOAD, span -> span.textAt(PAYLOAD, "model"))
            .from(Field.RESPONSE_ID, PAYLOAD, span -> span.textAt(PAYLOAD, "response", "id"))
            .from(Field.INPUT_TOKENS, PAYLOAD, span -> span.countAt(PAYLOAD, "prompt_tokens"))
            .from(Field.OUTPUT_TOKENS, PAYLOAD, span -> span.countAt(PAYLOAD, "completion_tokens"))
            .from(Field.TOTAL_TOKENS, PAYLOAD, span -> span.countAt(PAYLOAD, "total_tokens"))
            .from(Field.CACHE_READ_TOKENS, PAYLOAD, span -> UsageObject.cacheRead(usage(span), span.repairs()))
            .from(Field.CACHE_WRITE_TOKENS, PAYLOAD, span -> UsageObject.cacheWrite(usage(span), span.repairs()))
            .from(Field.CACHE_WRITE_1H_TOKENS, PAYLOAD, span -> UsageObject.cacheWrite1h(usage(span), span.repairs()))
            .from(Field.REASONING_TOKENS, PAYLOAD, span -> UsageObject.reasoning(usage(span), span.repairs()))
            .from(Field.AUDIO_INPUT_TOKENS, PAYLOAD, span -> UsageObject.audioInput(usage(span), span.repairs()))
            .from(Field.AUDIO_OUTPUT_TOKENS, PAYLOAD, span -> UsageObject.audioOutput(usage(span), span.repairs()))
            .from(Field.FIRST_TOKEN_NANOS, PAYLOAD, LiteLlmLog::firstToken)
            .from(Field.COST, PAYLOAD, span -> Numbers.number(span.at(PAYLOAD, "response_cost"), span.repairs()))
            .from(Field.CACHE_HIT, PAYLOAD, span -> Numbers.flag(span.at(PAYLOAD, "cache_hit")))
            .from(Field.FAILED, PAYLOAD, LiteLlmLog::failed)
            .from(Field.ERROR_TYPE, PAYLOAD, span -> span.textAt(PAYLOAD, "error_information", "error_class"))
            .from(
                    Field.HTTP_STATUS,
                    PAYLOAD,
                    span -> Numbers.count(span.at(PAYLOAD, "error_information", "error_code"), span.repairs()))
            .from(Field.SERVICE_TIER, PAYLOAD, span -> span.textAt(PAYLOAD, "response", "service_tier"))
            .from(Field.SERVICE_TIER, PAYLOAD, span -> span.textAt(PAYLOAD, "model_parameters", "service_tier"))
            .from(Field.USER_ID, PAYLOAD, span -> span.textAt(PAYLOAD, "end_user"))
            .from(Field.USER_ID, PAYLOAD, span -> span.textAt(PAYLOAD, "metadata", "user_api_key_end_user_id"))
            .from(Field.USER_ID, PAYLOAD, span -> span.textAt(PAYLOAD, "metadata", "user_api_key_user_id"))
            .from(Field.INPUT, PAYLOAD, span -> span.at(PAYLOAD, "messages"))
            .from(Field.OUTPUT, PAYLOAD, span -> span.at(PAYLOAD, "response"))
            .build();

    private LiteLlmLog() {}

    private static @Nullable JsonNode usage(Reading span) {
        JsonNode own = span.at(PAYLOAD, "metadata", "usage_object");
        return own != null ? own : span.at(PAYLOAD, "response", "usage");
    }

    /** Only streamed calls have one of their own; without streaming it is the end. */
    private static @Nullable Long firstToken(Reading span) {
        if (!Boolean.TRUE.equals(Numbers.flag(span.at(PAYLOAD, "stream")))) {
            return null;
        }
        Double start = Numbers.number(span.at(PAYLOAD, "startTime"), span.repairs());
        Double first = Numbers.number(span.at(PAYLOAD, "completionStartTime"), span.repairs());
        return start == null || first == null ? null : Math.round((first - start) * 1e9);
    }

    private static @Nullable Boolean failed(Reading span) {
        String status = span.textAt(PAYLOAD, "status");
        return status == null ? null : status.equalsIgnoreCase("failure");
    }
}
