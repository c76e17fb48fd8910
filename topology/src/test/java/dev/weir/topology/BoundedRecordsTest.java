package dev.weir.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.TextLimit;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.Judgement;
import dev.weir.schemas.avro.Observation;
import dev.weir.schemas.avro.Scale;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.ScoreStatus;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.avro.WindowStats;
import dev.weir.schemas.headers.DeadLetterHeaders;
import dev.weir.schemas.headers.RecordLimit;
import dev.weir.topology.ingest.SourceProgress;
import dev.weir.topology.ingest.SourcesConfig;
import dev.weir.topology.sampling.SamplingConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** Whatever comes in, no record that the topology makes is too large for a broker, be it for a topic or a changelog. */
class BoundedRecordsTest {

    private static final Instant T0 = Instant.parse("2026-11-20T10:00:00Z");
    private static final String HUGE = "\u4e2d".repeat(300_000);
    private static final String LOGS = "otlp_logs";
    private static final MonitoringConfig LIVE = MonitoringConfig.DEFAULT
            .withSources(SourcesConfig.DEFAULT.withLogs(LOGS))
            .withSampling(new SamplingConfig("test", 1.0, 0, 0, 0, Duration.ofSeconds(30), 0, Map.of(), 0));

    private static TopologyHarness live() throws IOException {
        return new TopologyHarness(LIVE, SourceProgress.NEVER);
    }

    @Test
    void eachTextOfATraceEvent_mayBeHuge() throws IOException {
        try (TopologyHarness weir = live()) {
            List<String> fields = texts(TraceEvent.getClassSchema());
            assertTrue(fields.containsAll(List.of("trace_id", "route", "user_id", "response_id", "output_text")));
            for (String field : fields) {
                TraceEvent event = Events.call("trace-" + field, T0).build();
                event.put(event.getSchema().getField(field).pos(), HUGE);
                weir.event(event, T0);
                weir.settle();
            }
            weir.event(Events.call("good", T0).build(), T0);
            weir.settle();

            requireBounded(weir);
        }
    }

    @Test
    void eachTextOfAScore_mayBeHuge() throws IOException {
        try (TopologyHarness weir = live()) {
            for (String field : texts(Score.getClassSchema())) {
                Score score = score("s-" + field, "judge", "quality");
                score.put(score.getSchema().getField(field).pos(), HUGE);
                weir.record(Topics.SCORES, score, T0);
            }
            weir.record(Topics.SCORES, score("dimension", "judge", HUGE), T0);
            weir.record(Topics.SCORES, observed("observed", HUGE, HUGE, HUGE), T0);
            weir.settle();

            requireBounded(weir);
        }
    }

    @Test
    void evaluationWithHugeNames_isBounded() throws IOException {
        try (TopologyHarness weir = live()) {
            String text = "x".repeat(200_000);
            weir.foreign(
                    LOGS,
                    "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"eventName\":\"gen_ai.evaluation.result\","
                            + "\"timeUnixNano\":\"" + T0.toEpochMilli() + "000000\",\"attributes\":["
                            + attribute("gen_ai.evaluation.name", text) + ","
                            + attribute("gen_ai.evaluation.score.label", text) + ","
                            + attribute("gen_ai.evaluation.evaluator.id", text) + ","
                            + attribute("gen_ai.evaluation.explanation", text) + ","
                            + attribute("gen_ai.response.id", text)
                            + "]}]}]}]}",
                    T0);
            weir.settle();

            assertTrue(requireBounded(weir) < 10_000, "a mail of a few kilobytes");
        }
    }

    @Test
    void garbageOfTheSizeThatABrokerTakes_isADeadLetterThatABrokerTakes() throws IOException {
        byte[] garbage = new byte[1_048_000];
        new Random(7).nextBytes(garbage);
        try (TopologyHarness weir = live()) {
            weir.bytes("k".repeat(500), garbage, T0);
            weir.driver
                    .createInputTopic(Topics.SCORES.name(), new ByteArraySerializer(), new ByteArraySerializer())
                    .pipeInput(garbage, garbage);

            assertEquals(2, weir.letters(Topics.DEAD_LETTERS).size());
        }
        try (TopologyHarness weir = live()) {
            weir.bytes("k".repeat(500), garbage, T0);

            requireBounded(weir);
        }
    }

    @Test
    void callWithTextsBeyondARecord_counts_andItsTaskSaysThatTheyAreOmitted() throws IOException {
        try (TopologyHarness weir = live()) {
            weir.event(
                    Events.call("large", T0)
                            .setOutputText("x".repeat(2_000_000))
                            .build(),
                    T0);
            weir.event(Events.call("small", T0).setOutputText("x").build(), T0);

            List<JudgeTask> tasks = weir.read(Topics.JUDGE_TASKS, JudgeTask.class);
            assertEquals(2, tasks.size());
            assertEquals("large/1", tasks.get(0).getTaskId());
            assertTrue(tasks.get(0).getTextsOmitted());
            assertEquals(null, tasks.get(0).getOutputText());
            assertEquals("x", tasks.get(1).getOutputText());
        }
    }

    @Test
    void tokensBeyondWhatCanBeAddedUp_areRefused_andTheWindowGoesOn() throws IOException {
        try (TopologyHarness weir = live()) {
            weir.event(Events.call("a", T0).setInputTokens(Long.MAX_VALUE).build(), T0);
            weir.event(Events.call("b", T0).setInputTokens(Long.MAX_VALUE).build(), T0);
            weir.event(Events.call("c", T0).setOutputTokens(1_000_000_001L).build(), T0);
            weir.event(Events.call("good", T0).build(), T0);
            weir.settle();

            List<TestRecord<byte[], byte[]>> letters = weir.letters(Topics.DEAD_LETTERS);
            assertEquals(3, letters.size());
            assertEquals(
                    "input_tokens = 9223372036854775807: expected at most 1000000000",
                    new String(
                            letters.get(0)
                                    .headers()
                                    .lastHeader(DeadLetterHeaders.MESSAGE)
                                    .value(),
                            StandardCharsets.UTF_8));
        }
    }

    @Test
    void longRoutesThatBeginAlike_areTwoSeries() throws IOException {
        try (TopologyHarness weir = new TopologyHarness(
                MonitoringConfig.DEFAULT.withClock(MonitoringConfig.ArrivalClock.RECORDED), SourceProgress.NEVER)) {
            String route = "r".repeat(500);
            weir.event(Events.call("a", T0).setRoute(route + "1").build(), T0);
            weir.event(Events.call("b", T0).setRoute(route + "2").build(), T0);
            weir.end(T0);
            weir.settle();

            Set<String> routes = new TreeSet<>();
            weir.read(Topics.WINDOW_STATS, WindowStats.class).forEach(window -> routes.add(window.getRoute()));
            assertEquals(new TreeSet<>(Set.of(TextLimit.NAME.of(route + "1"), TextLimit.NAME.of(route + "2"))), routes);
        }
    }

    /** Every record on every topic that was written; gives the bytes of the largest. */
    private static long requireBounded(TopologyHarness weir) {
        long largest = 0;
        Set<String> topics = weir.driver.producedTopicNames();
        assertTrue(topics.stream().anyMatch(topic -> topic.endsWith("-changelog")), topics.toString());
        for (String topic : topics) {
            for (TestRecord<byte[], byte[]> record : weir.driver
                    .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList()) {
                long bytes = RecordLimit.bytes(record.key(), record.value(), record.headers());
                assertTrue(bytes <= RecordLimit.MOST_BYTES, bytes + " bytes on " + topic);
                largest = Math.max(largest, bytes);
            }
        }
        return largest;
    }

    private static List<String> texts(Schema schema) {
        List<String> names = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            boolean optional = field.schema().isUnion()
                    && field.schema().getTypes().stream().anyMatch(one -> one.getType() == Schema.Type.STRING);
            if (optional || field.schema().getType() == Schema.Type.STRING) {
                names.add(field.name());
            }
        }
        return names;
    }

    private static Score score(String id, String evaluator, String dimension) {
        return base(id, evaluator)
                .setJudgements(List.of(new Judgement(dimension, Scale.SCORE, 70)))
                .build();
    }

    private static Score observed(String id, String evaluator, String dimension, String label) {
        return base(id, evaluator)
                .setTaskId("")
                .setWeight(0)
                .setObservation(new Observation(dimension, null, label))
                .build();
    }

    private static Score.Builder base(String id, String evaluator) {
        return Score.newBuilder()
                .setScoreId(id)
                .setTaskId("task")
                .setTraceId("t")
                .setSpanId("s")
                .setEvaluatorId(evaluator)
                .setEvaluatorVersion("1")
                .setEvaluatorType(EvaluatorType.HUMAN)
                .setRubricVersion("")
                .setTenant("default")
                .setRoute("chat")
                .setModel("gpt-4o")
                .setVersion("")
                .setEventTime(T0)
                .setWeight(1)
                .setStratum("")
                .setStatus(ScoreStatus.JUDGED)
                .setJudgements(List.of())
                .setJudgedAt(T0);
    }

    private static String attribute(String name, String value) {
        return "{\"key\":\"" + name + "\",\"value\":{\"stringValue\":\"" + value + "\"}}";
    }
}
