package dev.weir.topology.otlp.dialect;

import dev.weir.schemas.avro.SpanKind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Genkit: the whole request and answer of an action as JSON; a model is named {@code provider/model}. */
final class Genkit {

    private static final Map<String, SpanKind> SUBTYPES = Map.of(
            "model", SpanKind.LLM,
            "embedder", SpanKind.EMBEDDING,
            "retriever", SpanKind.RETRIEVAL,
            "reranker", SpanKind.RETRIEVAL,
            "tool", SpanKind.TOOL,
            "flow", SpanKind.CHAIN);

    private static final String OUTPUT = "genkit:output";

    static final Dialect DIALECT = Dialect.named("genkit")
            .marks("genkit:")
            .kind(SUBTYPES, "genkit:metadata:subtype")
            .from(Field.PROVIDER, "genkit:name", span -> name(span, 0))
            .from(Field.REQUEST_MODEL, "genkit:name", span -> name(span, 1))
            .from(Field.INPUT_TOKENS, OUTPUT, span -> span.countAt(OUTPUT, "usage", "inputTokens"))
            .from(Field.OUTPUT_TOKENS, OUTPUT, span -> span.countAt(OUTPUT, "usage", "outputTokens"))
            .from(Field.TOTAL_TOKENS, OUTPUT, span -> span.countAt(OUTPUT, "usage", "totalTokens"))
            .from(Field.CACHE_READ_TOKENS, OUTPUT, span -> span.countAt(OUTPUT, "usage", "cachedContentTokens"))
            .from(Field.REASONING_TOKENS, OUTPUT, span -> span.countAt(OUTPUT, "usage", "thoughtsTokens"))
            .from(Field.FINISH_REASON, OUTPUT, span -> span.textAt(OUTPUT, "finishReason"))
            .content(Field.INPUT, "genkit:input")
            .content(Field.OUTPUT, OUTPUT)
            .build();

    private Genkit() {}

    /** Provider or model of a model's or embedder's name. */
    private static @Nullable String name(Reading span, int part) {
        SpanKind kind = Kinds.in(SUBTYPES, span.text("genkit:metadata:subtype"));
        String name = span.text("genkit:name");
        if (name == null || (kind != SpanKind.LLM && kind != SpanKind.EMBEDDING)) {
            return null;
        }
        String[] parts = name.split("/", 2);
        return parts.length == 2 ? parts[part] : part == 1 ? name : null;
    }
}
