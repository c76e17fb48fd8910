package dev.weir.topology.otlp.dialect;

import dev.weir.schemas.avro.SpanKind;
import dev.weir.topology.otlp.span.Repair;
import dev.weir.topology.otlp.span.Span;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OpenTelemetry's GenAI conventions in all generations: before 1.27, 1.28 to 1.36, 1.37 to 1.41, and those of the repository
 * that they moved to; each field from its newest name to its oldest. Counts are inclusive. Source: semantic-conventions
 * v1.41.1 and its deprecated registry, semantic-conventions-genai main.
 */
final class OtelGenAi {

    private static final Map<String, SpanKind> OPERATIONS = operations();

    static final Dialect DIALECT = table();

    private OtelGenAi() {}

    private static Dialect table() {
        Dialect.Builder table = Dialect.named("otel-gen-ai")
                .marks("gen_ai.")
                .kind(OPERATIONS, "gen_ai.operation.name")
                .text(Field.PROVIDER, "gen_ai.provider.name", "gen_ai.system")
                .text(Field.REQUEST_MODEL, "gen_ai.request.model")
                .text(Field.RESPONSE_MODEL, "gen_ai.response.model")
                .text(Field.RESPONSE_ID, "gen_ai.response.id")
                .text(
                        Field.SERVICE_TIER,
                        "openai.response.service_tier",
                        "gen_ai.openai.response.service_tier",
                        "openai.request.service_tier",
                        "gen_ai.openai.request.service_tier")
                .from(Field.INFERENCE_REGION, "server.address", span -> Endpoints.region(span.text("server.address")))
                .anywhere(Field.ENVIRONMENT, "deployment.environment.name", "deployment.environment")
                .anywhere(Field.SERVICE_VERSION, "service.version")
                .text(Field.PROMPT_NAME, "gen_ai.prompt.name")
                .text(Field.PROMPT_VERSION, "gen_ai.prompt.version")
                .text(Field.VARIANT, "feature_flag.result.variant", "feature_flag.variant")
                .text(Field.USER_ID, "user.id", "enduser.id")
                .text(Field.SESSION_ID, "gen_ai.conversation.id", "session.id");
        usage(table);
        outcome(table);
        OtelContent.addTo(table);
        return table.build();
    }

    private static void usage(Dialect.Builder table) {
        table.count(Field.INPUT_TOKENS, "gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens")
                .count(Field.OUTPUT_TOKENS, "gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens")
                .count(Field.TOTAL_TOKENS, "gen_ai.usage.total_tokens")
                .count(Field.CACHE_READ_TOKENS, "gen_ai.usage.cache_read.input_tokens")
                .count(
                        Field.CACHE_WRITE_TOKENS,
                        "gen_ai.usage.cache_write.input_tokens",
                        "gen_ai.usage.cache_creation.input_tokens")
                .count(Field.REASONING_TOKENS, "gen_ai.usage.reasoning.output_tokens")
                .count(Field.AUDIO_INPUT_TOKENS, "gen_ai.usage.audio.input_tokens", "gen_ai.usage.input_audio_tokens")
                .count(
                        Field.AUDIO_OUTPUT_TOKENS,
                        "gen_ai.usage.audio.output_tokens",
                        "gen_ai.usage.output_audio_tokens")
                .duration(Field.FIRST_TOKEN_NANOS, 1e9, "gen_ai.response.time_to_first_chunk")
                .from(Field.COST, "gen_ai.usage.cost.amount", OtelGenAi::cost);
    }

    private static void outcome(Dialect.Builder table) {
        table.text(Field.ERROR_TYPE, "error.type")
                .from(Field.ERROR_TYPE, OtelGenAi::exceptionType)
                .count(Field.HTTP_STATUS, "http.response.status_code", "http.status_code")
                .from(
                        Field.FINISH_REASON,
                        "gen_ai.response.finish_reasons",
                        span -> FinishReasonList.firstOf(span.json("gen_ai.response.finish_reasons")))
                .text(Field.REFUSAL, "gen_ai.response.refusal", "gen_ai.response.refusal_reason");
    }

    /** Proposed, with a currency: only US dollars can be compared with ours. */
    private static @Nullable Double cost(Reading span) {
        Double amount = span.number("gen_ai.usage.cost.amount");
        String currency = span.text("gen_ai.usage.cost.currency");
        if (amount == null || currency == null || currency.equalsIgnoreCase("USD")) {
            return amount;
        }
        span.repairs().note(Repair.COST_UNUSABLE);
        return null;
    }

    /** Type of the exception that ended a failed span; on any other it was dealt with. */
    private static @Nullable String exceptionType(Reading span) {
        String type = null;
        if (span.span().status() == 2) {
            for (Span.Event event : span.span().events()) {
                String found = event.attributes().text("exception.type");
                type = found == null ? type : found;
            }
        }
        return type;
    }

    private static Map<String, SpanKind> operations() {
        Map<String, SpanKind> kinds = Map.of();
        kinds = Kinds.named(kinds, SpanKind.LLM, "chat generate_content text_completion image llm_call");
        kinds = Kinds.named(kinds, SpanKind.EMBEDDING, "embeddings embedding");
        kinds = Kinds.named(kinds, SpanKind.RETRIEVAL, "retrieval search_memory");
        kinds = Kinds.named(kinds, SpanKind.TOOL, "execute_tool");
        kinds = Kinds.named(kinds, SpanKind.AGENT, "create_agent invoke_agent");
        kinds = Kinds.named(kinds, SpanKind.CHAIN, "invoke_workflow plan framework");
        return Kinds.named(
                kinds,
                SpanKind.OTHER,
                "fetch_response create_memory update_memory upsert_memory delete_memory create_memory_store"
                        + " delete_memory_store");
    }
}
