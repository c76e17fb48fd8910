package dev.weir.topology.otlp.dialect;

import dev.weir.schemas.avro.SpanKind;
import java.util.Map;

/** Attributes of our own, for what no convention has a name for; they go before all others. */
final class Weir {

    private static final Map<String, SpanKind> KINDS = Map.of(
            "llm", SpanKind.LLM,
            "embedding", SpanKind.EMBEDDING,
            "retrieval", SpanKind.RETRIEVAL,
            "tool", SpanKind.TOOL,
            "agent", SpanKind.AGENT,
            "chain", SpanKind.CHAIN,
            "guardrail", SpanKind.GUARDRAIL,
            "other", SpanKind.OTHER);

    static final Dialect DIALECT = Dialect.named("weir")
            .marks("weir.")
            .kind(KINDS, "weir.kind")
            .text(Field.FEATURE, "weir.feature")
            .text(Field.VARIANT, "weir.variant")
            .text(Field.REFERENCE, "weir.reference_text")
            .number(Field.PROBABILITY, "weir.upstream_probability")
            .build();

    private Weir() {}
}
