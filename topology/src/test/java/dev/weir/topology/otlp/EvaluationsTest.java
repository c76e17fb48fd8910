package dev.weir.topology.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.topology.otlp.Mapped.Evaluated;
import dev.weir.topology.otlp.Mapped.Refused;
import dev.weir.topology.otlp.span.Repair;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Evaluations on log records, on the spans they are of, and on spans of their own. */
class EvaluationsTest {

    private static final Instant TIME = Instant.ofEpochSecond(Otlp.START / Otlp.SECOND);

    @Test
    void resultOnALog_isAnEvaluation() {
        Evaluated mapped = assertInstanceOf(
                Evaluated.class,
                logs(log(
                                "gen_ai.evaluation.result",
                                "gen_ai.evaluation.name",
                                "relevance",
                                "gen_ai.evaluation.score.value",
                                0.8,
                                "gen_ai.evaluation.score.label",
                                "pass",
                                "gen_ai.evaluation.explanation",
                                "To the point.",
                                "gen_ai.response.id",
                                "msg_1",
                                "gen_ai.evaluation.evaluator.id",
                                "judge",
                                "gen_ai.evaluation.evaluator.version",
                                "2",
                                "gen_ai.evaluation.evaluator.type",
                                "llm_judge",
                                "weir.inclusion_probability",
                                0.1))
                        .get(0));

        assertEquals(
                new Evaluation(
                        "relevance",
                        0.8,
                        "pass",
                        "judge",
                        "2",
                        EvaluatorType.LLM_JUDGE,
                        Otlp.TRACE_ID,
                        Otlp.SPAN_ID,
                        "msg_1",
                        TIME,
                        null,
                        "To the point.",
                        0.1),
                mapped.evaluation());
    }

    @Test
    void labelOrErrorAlone_isAnEvaluation() {
        Evaluation label = evaluation("gen_ai.evaluation.name", "tone", "gen_ai.evaluation.score.label", "rude");
        Evaluation error = evaluation("gen_ai.evaluation.name", "tone", "error.type", "timeout");

        assertEquals("rude", label.label());
        assertNull(label.value());
        assertNull(label.inclusionProbability());
        assertEquals("timeout", error.error());
    }

    @Test
    void resultWithoutNameOrResult_isRefusedAlone() {
        List<Mapped> mapped = logs(
                log("gen_ai.evaluation.result", "gen_ai.evaluation.score.value", 1.0),
                log("gen_ai.evaluation.result", "gen_ai.evaluation.name", "tone"),
                log(
                        "gen_ai.evaluation.result",
                        "gen_ai.evaluation.name",
                        "tone",
                        "gen_ai.evaluation.score.value",
                        "high"),
                log("gen_ai.evaluation.result", "gen_ai.evaluation.name", "ok", "gen_ai.evaluation.score.value", 1));

        assertEquals(
                "gen_ai.evaluation.name",
                assertInstanceOf(Refused.class, mapped.get(0)).field());
        assertEquals(
                "gen_ai.evaluation.score.value",
                assertInstanceOf(Refused.class, mapped.get(1)).field());
        assertInstanceOf(Refused.class, mapped.get(2));
        assertInstanceOf(Evaluated.class, mapped.get(3));
    }

    @Test
    void resultOfNoCall_isRefused() {
        LogRecord log = log(
                        "gen_ai.evaluation.result", "gen_ai.evaluation.name", "a", "gen_ai.evaluation.score.value", 1)
                .toBuilder()
                .clearSpanId()
                .build();

        assertEquals(
                "span_id", assertInstanceOf(Refused.class, logs(log).get(0)).field());
    }

    @Test
    void resultWithoutTime_isRefused() {
        LogRecord log = log(
                        "gen_ai.evaluation.result", "gen_ai.evaluation.name", "a", "gen_ai.evaluation.score.value", 1)
                .toBuilder()
                .clearTimeUnixNano()
                .build();

        assertEquals(
                "time_unix_nano",
                assertInstanceOf(Refused.class, logs(log).get(0)).field());
    }

    @Test
    void timeSeen_standsInForTheTimeItself() {
        LogRecord log = log(
                        "gen_ai.evaluation.result", "gen_ai.evaluation.name", "a", "gen_ai.evaluation.score.value", 1)
                .toBuilder()
                .clearTimeUnixNano()
                .setObservedTimeUnixNano(Otlp.START)
                .build();

        assertEquals(
                TIME,
                assertInstanceOf(Evaluated.class, logs(log).get(0)).evaluation().time());
    }

    @Test
    void refusedLog_isARequestOfItsOwn() throws Exception {
        LogRecord bad = log("gen_ai.evaluation.result", "gen_ai.evaluation.name", "a");

        Refused refused =
                assertInstanceOf(Refused.class, logs(log("other"), bad).get(1));

        assertEquals(request(bad), ExportLogsServiceRequest.parseFrom(refused.record()));
    }

    @Test
    void otherLogs_areIgnoredEachWithItsReason() {
        assertEquals(
                List.of(
                        new Mapped.Ignored(IgnoredReason.OTHER_LOG),
                        new Mapped.Ignored(IgnoredReason.CONTENT_LOG),
                        new Mapped.Ignored(IgnoredReason.CONTENT_LOG),
                        new Mapped.Ignored(IgnoredReason.EXCEPTION_LOG)),
                logs(
                        log(""),
                        log("gen_ai.client.inference.operation.details"),
                        log("", "event.name", "gen_ai.user.message"),
                        log("gen_ai.client.operation.exception")));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1.5})
    void inclusionThatIsNoProbability_isAbsentAndCounted(double probability) {
        Evaluated mapped = assertInstanceOf(
                Evaluated.class,
                logs(log(
                                "gen_ai.evaluation.result",
                                "gen_ai.evaluation.name",
                                "a",
                                "gen_ai.evaluation.score.value",
                                1,
                                "weir.inclusion_probability",
                                probability))
                        .get(0));

        assertNull(mapped.evaluation().inclusionProbability());
        assertTrue(mapped.repairs().contains(Repair.PROBABILITY_UNREADABLE));
    }

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

    @Test
    void longExplanation_isCut() {
        Evaluation evaluation = evaluation(
                "gen_ai.evaluation.name",
                "a",
                "gen_ai.evaluation.score.value",
                1,
                "gen_ai.evaluation.explanation",
                "x".repeat(3_000));

        assertEquals("x".repeat(2_000), evaluation.explanation());
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

    private static Evaluation evaluation(Object... attributes) {
        return assertInstanceOf(
                        Evaluated.class,
                        logs(log("gen_ai.evaluation.result", attributes)).get(0))
                .evaluation();
    }

    private static LogRecord log(String event, Object... attributes) {
        return LogRecord.newBuilder()
                .setEventName(event)
                .setTimeUnixNano(Otlp.START)
                .setTraceId(Otlp.hex(Otlp.TRACE_ID))
                .setSpanId(Otlp.hex(Otlp.SPAN_ID))
                .addAllAttributes(Otlp.attributes(attributes))
                .build();
    }

    private static ExportLogsServiceRequest request(LogRecord... logs) {
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .addScopeLogs(ScopeLogs.newBuilder().addAllLogRecords(List.of(logs))))
                .build();
    }

    /** What logs say in protobuf, after it was found that they say the same in JSON. */
    private static List<Mapped> logs(LogRecord... logs) {
        List<Mapped> fromProto = map(request(logs).toByteArray());
        byte[] json = OtlpJson.of(request(logs)).getBytes(StandardCharsets.UTF_8);
        assertEquals(Otlp.comparable(fromProto), Otlp.comparable(map(json)));
        return fromProto;
    }

    private static List<Mapped> map(byte[] value) {
        List<Mapped> mapped = new ArrayList<>();
        try {
            new OtlpMapper(MapperConfig.DEFAULT).logs(value, SourceFormat.OTLP_PROTO, mapped::add);
        } catch (UnreadableBatchException e) {
            return fail(e);
        }
        return mapped;
    }
}
