package dev.weir.topology.otlp.dialect;

import dev.weir.schemas.avro.SpanKind;
import dev.weir.topology.otlp.span.Numbers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** MLflow tracing. Every value is JSON as text, single words in quotes. Counts are inclusive. */
final class MlFlow {

    private static final String USAGE = "mlflow.chat.tokenUsage";

    private static final Map<String, SpanKind> TYPES = Map.of(
            "llm", SpanKind.LLM,
            "chat_model", SpanKind.LLM,
            "embedding", SpanKind.EMBEDDING,
            "retriever", SpanKind.RETRIEVAL,
            "reranker", SpanKind.RETRIEVAL,
            "tool", SpanKind.TOOL,
            "agent", SpanKind.AGENT,
            "chain", SpanKind.CHAIN,
            "workflow", SpanKind.CHAIN,
            "guardrail", SpanKind.GUARDRAIL);

    static final Dialect DIALECT = Dialect.named("mlflow")
            .marks("mlflow.")
            .kind(TYPES, "mlflow.spanType")
            .from(Field.REQUEST_MODEL, "mlflow.llm.model", span -> plain(span.text("mlflow.llm.model")))
            .from(Field.PROVIDER, "mlflow.llm.provider", span -> plain(span.text("mlflow.llm.provider")))
            .from(Field.INPUT_TOKENS, USAGE, span -> UsageObject.input(span.object(USAGE), span.repairs()))
            .from(Field.OUTPUT_TOKENS, USAGE, span -> UsageObject.output(span.object(USAGE), span.repairs()))
            .from(Field.TOTAL_TOKENS, USAGE, span -> span.countAt(USAGE, "total_tokens"))
            .from(Field.CACHE_READ_TOKENS, USAGE, span -> UsageObject.cacheRead(span.object(USAGE), span.repairs()))
            .from(Field.CACHE_WRITE_TOKENS, USAGE, span -> UsageObject.cacheWrite(span.object(USAGE), span.repairs()))
            .from(
                    Field.COST,
                    "mlflow.llm.cost",
                    span -> Numbers.number(span.at("mlflow.llm.cost", "total_cost"), span.repairs()))
            .from(Field.USER_ID, "mlflow.trace.user", span -> plain(span.text("mlflow.trace.user")))
            .from(Field.SESSION_ID, "mlflow.trace.session", span -> plain(span.text("mlflow.trace.session")))
            .content(Field.INPUT, "mlflow.spanInputs")
            .content(Field.OUTPUT, "mlflow.spanOutputs")
            .build();

    private MlFlow() {}

    private static @Nullable String plain(@Nullable String text) {
        return text == null ? null : Quoted.plain(text);
    }
}
