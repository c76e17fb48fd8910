package dev.weir.topology.otlp.dialect;

import dev.weir.schemas.avro.SpanKind;
import java.util.Map;

/**
 * OpenLLMetry of Traceloop: the old names of OpenTelemetry with underscores, content by index, and names of its own for
 * workflows. Counts are meant to be inclusive; its older Anthropic instrumentation left cached tokens out.
 */
final class OpenLlmetry {

    private static final Map<String, SpanKind> KINDS =
            Map.of("workflow", SpanKind.CHAIN, "task", SpanKind.CHAIN, "agent", SpanKind.AGENT, "tool", SpanKind.TOOL);

    private static final Map<String, SpanKind> REQUEST_TYPES = Map.of(
            "chat", SpanKind.LLM,
            "completion", SpanKind.LLM,
            "embedding", SpanKind.EMBEDDING,
            "rerank", SpanKind.RETRIEVAL);

    static final Dialect DIALECT = Dialect.named("openllmetry")
            .marks("traceloop.", "llm.")
            .kind(KINDS, "traceloop.span.kind")
            .kind(REQUEST_TYPES, "llm.request.type")
            .text(Field.PROVIDER, "llm.vendor")
            .text(Field.REQUEST_MODEL, "llm.request.model")
            .text(Field.RESPONSE_MODEL, "llm.response.model")
            .count(Field.INPUT_TOKENS, "llm.usage.prompt_tokens")
            .count(Field.OUTPUT_TOKENS, "llm.usage.completion_tokens")
            .count(Field.TOTAL_TOKENS, "llm.usage.total_tokens")
            .count(Field.CACHE_READ_TOKENS, "gen_ai.usage.cache_read_input_tokens", "llm.usage.cache_read_input_tokens")
            .count(
                    Field.CACHE_WRITE_TOKENS,
                    "gen_ai.usage.cache_creation_input_tokens",
                    "llm.usage.cache_creation_input_tokens")
            .count(Field.REASONING_TOKENS, "gen_ai.usage.reasoning_tokens", "llm.usage.reasoning_tokens")
            .text(
                    Field.FINISH_REASON,
                    "gen_ai.response.finish_reason",
                    "llm.response.finish_reason",
                    "llm.response.stop_reason",
                    "gen_ai.completion.0.finish_reason")
            .text(Field.USER_ID, "traceloop.association.properties.user_id", "llm.user", "gen_ai.user")
            .text(Field.SESSION_ID, "traceloop.association.properties.session_id")
            .text(Field.PROMPT_NAME, "traceloop.prompt.key")
            .text(Field.PROMPT_VERSION, "traceloop.prompt.version", "traceloop.prompt.version_hash")
            .from(Field.INPUT, span -> Indexed.messages(span, "gen_ai.prompt.", ""))
            .content(Field.INPUT, "traceloop.entity.input")
            .from(Field.OUTPUT, span -> Indexed.messages(span, "gen_ai.completion.", ""))
            .content(Field.OUTPUT, "traceloop.entity.output")
            .build();

    private OpenLlmetry() {}
}
