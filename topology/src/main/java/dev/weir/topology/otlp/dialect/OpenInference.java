package dev.weir.topology.otlp.dialect;

import dev.weir.schemas.avro.SpanKind;
import dev.weir.topology.otlp.span.Span;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OpenInference, as Arize's instrumentations and Phoenix write it. Counts are inclusive. Source: its {@code
 * spec/semantic_conventions.md}.
 */
final class OpenInference {

    private static final Map<String, SpanKind> KINDS = Map.of(
            "llm", SpanKind.LLM,
            "embedding", SpanKind.EMBEDDING,
            "retriever", SpanKind.RETRIEVAL,
            "reranker", SpanKind.RETRIEVAL,
            "tool", SpanKind.TOOL,
            "agent", SpanKind.AGENT,
            "chain", SpanKind.CHAIN,
            "guardrail", SpanKind.GUARDRAIL,
            "evaluator", SpanKind.OTHER,
            "prompt", SpanKind.OTHER);

    static final Dialect DIALECT = Dialect.named("openinference")
            .marks("openinference.", "llm.", "retrieval.documents.", "embedding.model_name")
            .kind(KINDS, "openinference.span.kind")
            .text(Field.PROVIDER, "llm.provider", "llm.system")
            .text(Field.REQUEST_MODEL, "llm.request.model_name", "llm.model_name", "embedding.model_name")
            .text(Field.RESPONSE_MODEL, "llm.response.model_name")
            .count(Field.INPUT_TOKENS, "llm.token_count.prompt")
            .count(Field.OUTPUT_TOKENS, "llm.token_count.completion")
            .count(Field.TOTAL_TOKENS, "llm.token_count.total")
            .count(
                    Field.CACHE_READ_TOKENS,
                    "llm.token_count.prompt_details.cache_read",
                    "llm.token_count.prompt_details.cache_input")
            .count(Field.CACHE_WRITE_TOKENS, "llm.token_count.prompt_details.cache_write")
            .count(Field.REASONING_TOKENS, "llm.token_count.completion_details.reasoning")
            .count(Field.AUDIO_INPUT_TOKENS, "llm.token_count.prompt_details.audio")
            .count(Field.AUDIO_OUTPUT_TOKENS, "llm.token_count.completion_details.audio")
            .from(Field.FIRST_TOKEN_NANOS, OpenInference::firstToken)
            .text(Field.FINISH_REASON, "llm.finish_reason")
            .number(Field.COST, "llm.cost.total")
            .text(Field.PROMPT_NAME, "prompt.id")
            .text(Field.PROMPT_VERSION, "llm.prompt_template.version")
            .from(Field.INPUT, span -> Indexed.messages(span, "llm.input_messages.", "message."))
            .content(Field.INPUT, "input.value")
            .from(Field.OUTPUT, span -> Indexed.messages(span, "llm.output_messages.", "message."))
            .content(Field.OUTPUT, "output.value")
            .from(Field.DOCUMENTS, span -> Indexed.documents(span, "retrieval.documents."))
            .from(Field.DOCUMENTS, span -> Indexed.documents(span, "reranker.output_documents."))
            .build();

    private OpenInference() {}

    private static @Nullable Long firstToken(Reading span) {
        for (Span.Event event : span.span().events()) {
            if (event.name().equals("First Token Stream Event") && event.timeNanos() != 0) {
                return event.timeNanos() - span.span().startNanos();
            }
        }
        return null;
    }
}
