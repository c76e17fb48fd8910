package dev.weir.topology.otlp.dialect;

import dev.weir.schemas.avro.SpanKind;
import dev.weir.topology.otlp.span.Numbers;
import org.jspecify.annotations.Nullable;

/**
 * Records of Kong's AI gateway, one JSON object a call, here as one attribute each for what the AI plugin and what the proxy
 * says. Times are milliseconds; counts are the provider's, inclusive. Source: Kong's AI audit log reference; {@code
 * prompt_token} is the spelling before 3.8.
 */
public final class KongLog {

    /** Attribute that holds what the AI plugin says: {@code meta}, {@code usage}, {@code payload}. */
    public static final String PLUGIN = "kong.ai";

    private static final String USAGE = "usage";

    /** Attribute that holds the path of the request. */
    public static final String PATH = "kong.path";

    /** Attribute that names the consumer. */
    public static final String CONSUMER = "kong.consumer";

    static final Dialect DIALECT = Dialect.named("kong-log")
            .marks("kong.")
            .from(Field.KIND, PLUGIN, KongLog::kind)
            .text(Field.USER_ID, CONSUMER)
            .from(Field.PROVIDER, PLUGIN, span -> span.textAt(PLUGIN, "meta", "provider_name"))
            .from(Field.REQUEST_MODEL, PLUGIN, span -> span.textAt(PLUGIN, "meta", "request_model"))
            .from(Field.RESPONSE_MODEL, PLUGIN, span -> span.textAt(PLUGIN, "meta", "response_model"))
            .from(Field.INPUT_TOKENS, PLUGIN, span -> span.countAt(PLUGIN, USAGE, "prompt_tokens"))
            .from(Field.INPUT_TOKENS, PLUGIN, span -> span.countAt(PLUGIN, USAGE, "prompt_token"))
            .from(Field.OUTPUT_TOKENS, PLUGIN, span -> span.countAt(PLUGIN, USAGE, "completion_tokens"))
            .from(Field.OUTPUT_TOKENS, PLUGIN, span -> span.countAt(PLUGIN, USAGE, "completion_token"))
            .from(Field.TOTAL_TOKENS, PLUGIN, span -> span.countAt(PLUGIN, USAGE, "total_tokens"))
            .from(
                    Field.CACHE_READ_TOKENS,
                    PLUGIN,
                    span -> UsageObject.cacheRead(span.at(PLUGIN, USAGE), span.repairs()))
            .from(
                    Field.CACHE_WRITE_TOKENS,
                    PLUGIN,
                    span -> UsageObject.cacheWrite(span.at(PLUGIN, USAGE), span.repairs()))
            .from(Field.REASONING_TOKENS, PLUGIN, span -> UsageObject.reasoning(span.at(PLUGIN, USAGE), span.repairs()))
            .from(
                    Field.FIRST_TOKEN_NANOS,
                    PLUGIN,
                    span -> Millis.toNanos(span, span.at(PLUGIN, USAGE, "time_to_first_token")))
            .from(Field.COST, PLUGIN, span -> Numbers.number(span.at(PLUGIN, USAGE, "cost"), span.repairs()))
            .from(Field.INPUT, PLUGIN, span -> span.at(PLUGIN, "payload", "request"))
            .from(Field.OUTPUT, PLUGIN, span -> span.at(PLUGIN, "payload", "response"))
            .build();

    private KongLog() {}

    private static @Nullable SpanKind kind(Reading span) {
        String path = span.text(PATH);
        if (!span.has(PLUGIN)) {
            return null;
        }
        return path != null && path.endsWith("/embeddings") ? SpanKind.EMBEDDING : SpanKind.LLM;
    }
}
