package dev.weir.topology.otlp.dialect;

import dev.weir.schemas.avro.SpanKind;
import dev.weir.topology.otlp.span.Numbers;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * LiteLLM's OpenTelemetry callback: OpenTelemetry's names with call types of its own as operations, and money under names of
 * its own. What its proxy says is the response model is the alias that was asked for.
 */
public final class LiteLlm {

    private static final Map<String, SpanKind> CALL_TYPES = callTypes();

    static final Dialect DIALECT = Dialect.named("litellm")
            .marks("litellm.", "hidden_params")
            .from(Field.KIND, "gen_ai.operation.name", span -> callType(span.text("gen_ai.operation.name")))
            .from(Field.KIND, "llm.request.type", span -> callType(span.text("llm.request.type")))
            .number(Field.COST, "gen_ai.cost.total_cost", "litellm.cost.total")
            .from(Field.COST, "hidden_params", LiteLlm::hiddenCost)
            .from(Field.CACHE_HIT, "litellm.cache_hit", span -> span.flag("litellm.cache_hit"))
            .from(Field.CACHE_HIT, "cache_hit", span -> span.flag("cache_hit"))
            .from(Field.CACHE_HIT, "metadata.cache_hit", span -> span.flag("metadata.cache_hit"))
            .from(Field.CACHE_HIT, "hidden_params", span -> flag(span.textAt("hidden_params", "cache_hit")))
            .text(Field.USER_ID, "metadata.user_api_key_end_user_id", "metadata.user_api_key_user_id")
            .build();

    private LiteLlm() {}

    /** The kind of a call type; absent when LiteLLM has no such. */
    static @Nullable SpanKind callType(@Nullable String name) {
        return Kinds.in(CALL_TYPES, name);
    }

    /**
     * Whether the response model of a span is no model but the proxy's alias: the span is LiteLLM's, and the model it called has
     * another name, which the response model neither begins with nor continues.
     */
    public static boolean isAlias(Reading span, @Nullable String requestModel, @Nullable String responseModel) {
        if (requestModel == null
                || responseModel == null
                || !span.span().scope().equals("litellm")) {
            return false;
        }
        String requested = bare(requestModel);
        String answered = bare(responseModel);
        return !answered.startsWith(requested) && !requested.startsWith(answered);
    }

    /** A name without the provider before it. */
    private static String bare(String model) {
        return model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }

    private static @Nullable Double hiddenCost(Reading span) {
        return Numbers.number(span.at("hidden_params", "response_cost"), span.repairs());
    }

    private static @Nullable Boolean flag(@Nullable String text) {
        return text == null ? null : Boolean.valueOf(text.equalsIgnoreCase("true"));
    }

    private static Map<String, SpanKind> callTypes() {
        Map<String, SpanKind> kinds = Map.of();
        kinds = Kinds.named(
                kinds,
                SpanKind.LLM,
                "completion acompletion atext_completion responses aresponses anthropic_messages aanthropic_messages"
                        + " generate_content agenerate_content generate_content_stream agenerate_content_stream"
                        + " image_generation aimage_generation image_edit aimage_edit transcription atranscription speech"
                        + " aspeech pass_through_endpoint llm_passthrough_route allm_passthrough_route");
        kinds = Kinds.named(kinds, SpanKind.EMBEDDING, "embedding aembedding");
        kinds = Kinds.named(
                kinds, SpanKind.RETRIEVAL, "rerank arerank vector_store_search avector_store_search search asearch");
        kinds = Kinds.named(kinds, SpanKind.TOOL, "call_mcp_tool");
        return Kinds.named(kinds, SpanKind.GUARDRAIL, "moderation amoderation");
    }
}
