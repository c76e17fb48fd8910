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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
    void longExplanation_isCut() {
        Evaluation evaluation = evaluation(
                "gen_ai.evaluation.name",
                "a",
                "gen_ai.evaluation.score.value",
                1,
                "gen_ai.evaluation.explanation",
                "x".repeat(3_000));

        assertEquals(2_000, Objects.requireNonNull(evaluation.explanation()).length());
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
