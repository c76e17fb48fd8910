package dev.weir.topology.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.topology.otlp.Mapped.Evaluated;
import dev.weir.topology.otlp.Mapped.Refused;
import dev.weir.topology.otlp.span.Repair;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Evaluations on the spans they are of, and on spans of their own. */
class SpanEvaluationsTest {

    private static final Instant TIME = Instant.ofEpochSecond(Otlp.START / Otlp.SECOND);

    @Test
    void annotationsOfACall_comeOnTopOfTheCall() {
        List<Mapped> mapped = Otlp.map(Otlp.span(
                        "openinference.span.kind", "LLM",
                        "llm.model_name", "m",
                        "annotations.0.annotation.name", "hallucination",
                        "annotations.0.annotation.score", 1,
                        "annotations.0.annotation.annotator_kind", "HUMAN",
                        "annotations.0.annotation.identifier", "ada",
                        "annotations.0.annotation.metadata", "{\"version\":\"7\"}",
                        "annotations.1.annotation.name", "tone",
                        "annotations.1.annotation.label", "kind")
                .build());

        assertInstanceOf(Mapped.Event.class, mapped.get(0));
        Evaluation first = ((Evaluated) mapped.get(1)).evaluation();
        assertEquals("hallucination", first.dimension());
        assertEquals(1.0, first.value());
        assertEquals(EvaluatorType.HUMAN, first.evaluatorType());
        assertEquals("ada", first.evaluatorId());
        assertEquals("7", first.evaluatorVersion());
        assertEquals(Otlp.SPAN_ID, first.spanId());
        assertEquals("kind", ((Evaluated) mapped.get(2)).evaluation().label());
        assertEquals(3, mapped.size());
    }

    @Test
    void unusableAnnotation_doesNotCostTheCall() {
        Mapped.Event mapped = Otlp.only(Otlp.span(
                "openinference.span.kind", "LLM", "llm.model_name", "m", "annotations.0.annotation.name", "tone"));

        assertTrue(mapped.repairs().contains(Repair.EVALUATION_UNUSABLE));
    }

    @Test
    void evaluatorSpan_speaksOfTheSpanItLinksTo() {
        Span carrier = evaluator().build();

        List<Mapped> mapped = Otlp.map(carrier);

        assertEquals(new Mapped.Ignored(IgnoredReason.EVALUATION_CARRIER), mapped.get(0));
        Evaluation evaluation = ((Evaluated) mapped.get(1)).evaluation();
        assertEquals("11111111111111111111111111111111", evaluation.traceId());
        assertEquals("2222222222222222", evaluation.spanId());
        assertEquals(EvaluatorType.DETERMINISTIC, evaluation.evaluatorType());
    }

    @Test
    void evaluatorSpanWithoutOneLink_isRefused() {
        Refused none = assertInstanceOf(
                Refused.class, Otlp.map(evaluator().clearLinks().build()).get(0));

        assertEquals("links", none.field());
        assertEquals("links = 0: expected one, to the span that was evaluated", none.message());
    }

    @Test
    void resultAsEventOfTheCall_speaksOfTheCall() {
        List<Mapped> mapped = Otlp.map(Otlp.span("gen_ai.operation.name", "chat", "gen_ai.request.model", "m")
                .addEvents(Otlp.event(
                        "gen_ai.evaluation.result",
                        Otlp.SECOND,
                        "gen_ai.evaluation.name",
                        "a",
                        "gen_ai.evaluation.score.value",
                        4.5))
                .build());

        Evaluation evaluation = ((Evaluated) mapped.get(1)).evaluation();
        assertEquals(4.5, evaluation.value());
        assertEquals(Otlp.SPAN_ID, evaluation.spanId());
        assertEquals(TIME.plusSeconds(1), evaluation.time());
    }

    private static Span.Builder evaluator() {
        return Otlp.span(
                        "openinference.span.kind", "EVALUATOR",
                        "evaluations.0.evaluation.name", "toxic",
                        "evaluations.0.evaluation.score", 0.0,
                        "evaluations.0.evaluation.annotator_kind", "CODE")
                .addLinks(Span.Link.newBuilder()
                        .setTraceId(Otlp.hex("11111111111111111111111111111111"))
                        .setSpanId(Otlp.hex("2222222222222222")));
    }
}
