package dev.weir.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.ObservedEvaluations;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.schemas.testing.TaskScores;
import dev.weir.topology.commit.Counters;
import dev.weir.topology.ingest.SourceProgress;
import dev.weir.topology.ingest.SourcesConfig;
import dev.weir.topology.sampling.SamplingConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Evaluations of others, from the source topics to scores and windows. */
class ForeignEvaluationsTest {

    private static final Instant T0 = Instant.parse("2026-11-20T10:00:00Z");
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String LOGS = "otlp_logs";
    private static final String SPANS = "otlp_spans";
    private static final MonitoringConfig LIVE = MonitoringConfig.DEFAULT
            .withSources(SourcesConfig.DEFAULT.withLogs(LOGS))
            .withSampling(new SamplingConfig("test", 1.0, 0, 0, 0, Duration.ofSeconds(30), 0, Map.of(), 0));

    private static TopologyHarness live() throws IOException {
        return new TopologyHarness(LIVE, SourceProgress.NEVER);
    }

    @Test
    void logAfterItsCall_isAScoreOfItWithoutAWeight() throws IOException {
        try (TopologyHarness weir = live()) {
            call(weir, "resp-1");
            settle(weir);
            weir.foreign(LOGS, log(TRACE, SPAN, "", value(0.8) + text("gen_ai.evaluation.score.label", "pass")), T0);
            settle(weir);

            Score score = only(weir);
            assertEquals(TRACE, score.getTraceId());
            assertEquals(SPAN, score.getSpanId());
            assertEquals("judge", score.getEvaluatorId());
            assertEquals("2", score.getEvaluatorVersion());
            assertEquals(EvaluatorType.LLM_JUDGE, score.getEvaluatorType());
            assertEquals("chat", score.getRoute());
            assertEquals(T0, score.getEventTime());
            assertEquals(0, score.getWeight());
            assertEquals(List.of(), score.getJudgements());
            assertEquals("relevance", score.getObservation().getDimension());
            assertEquals(0.8, score.getObservation().getValue());
            assertEquals("pass", score.getObservation().getLabel());
            assertEquals(1, counters(weir, "evaluations-by-span").get("joined"));
            assertEquals(1, counters(weir, "ingest").get(Counters.EVALUATIONS));
        }
    }

    @Test
    void endedTasks_claimNoStoreAnyMore() throws IOException {
        List<String> claimed = List.of(
                StateStores.INGEST_COUNTERS,
                StateStores.SCORE_COUNTERS,
                StateStores.QUALITY_COUNTERS,
                StateStores.EVALUATIONS_BY_SPAN.counters(),
                StateStores.EVALUATIONS_BY_RESPONSE.counters(),
                StateStores.SERIES.windows(),
                StateStores.SPEND.windows(),
                StateStores.QUALITY.windows());
        TopologyHarness weir = live();
        try (weir) {
            call(weir, "resp-1");
            settle(weir);
            claimed.forEach(store -> assertTrue(weir.uncommitted.of(store, 0).isPresent(), store));
        }
        claimed.forEach(store -> assertTrue(weir.uncommitted.of(store, 0).isEmpty(), store));
    }

    @Test
    void logBeforeItsCall_waitsForIt() throws IOException {
        try (TopologyHarness weir = live()) {
            weir.foreign(LOGS, log(TRACE, SPAN, "", value(0.8)), T0);
            settle(weir);
            assertEquals(List.of(), weir.read(Topics.SCORES, Score.class));

            call(weir, null);
            settle(weir);
            assertEquals(0.8, only(weir).getObservation().getValue());
        }
    }

    @Test
    void logInASpanOfItsOwn_findsItsCallByResponse() throws IOException {
        try (TopologyHarness weir = live()) {
            call(weir, "resp-1");
            weir.foreign(LOGS, log(TRACE, "aaaaaaaaaaaaaaaa", "resp-1", value(1)), T0);
            weir.foreign(LOGS, log("", "", "resp-1", value(0)), T0);
            settle(weir);
            Score unparented = only(weir);
            assertEquals(SPAN, unparented.getSpanId());
            assertEquals(0.0, unparented.getObservation().getValue());

            pass(weir, T0.plusSeconds(31));
            Score byResponse = only(weir);
            assertEquals(SPAN, byResponse.getSpanId());
            assertEquals(unparented.getScoreId(), byResponse.getScoreId(), "one id, whichever way it was found");
            assertEquals(1, counters(weir, "evaluations-by-span").get("onward"));
            assertEquals(2, counters(weir, "evaluations-by-response").get("joined"));
        }
    }

    @Test
    void hugeResponseId_findsItsCallAndNoOther() throws IOException {
        try (TopologyHarness weir = live()) {
            String id = "r".repeat(300_000);
            call(weir, id);
            weir.foreign(LOGS, log("", "", id + "x", value(0)), T0);
            weir.foreign(LOGS, log("", "", id, value(1)), T0);
            settle(weir);

            assertEquals(1.0, only(weir).getObservation().getValue());
        }
    }

    @Test
    void logWithoutACall_isGivenUpWhenEverySourceWasReadSoFar() throws IOException {
        try (TopologyHarness weir = live()) {
            weir.foreign(LOGS, log(TRACE, SPAN, "", value(0.8)), T0);
            weir.foreign(LOGS, "{}", T0.plus(Duration.ofHours(2)));
            settle(weir);
            assertNull(counters(weir, "evaluations-by-span").get("expired"), "calls may still come in other sources");

            pass(weir, T0.plus(Duration.ofMinutes(11)));
            assertEquals(Map.of("read", 1L, "expired", 1L), counters(weir, "evaluations-by-span"));
            assertEquals(List.of(), weir.read(Topics.SCORES, Score.class));
        }
    }

    @Test
    void annotationsOnASpan_areScoresOfItsCall() throws IOException {
        try (TopologyHarness weir = live()) {
            weir.foreign(SPANS, span(), T0);
            settle(weir);

            Score score = only(weir);
            assertEquals(EvaluatorType.HUMAN, score.getEvaluatorType());
            assertEquals("helpful", score.getObservation().getDimension());
            assertEquals("yes", score.getObservation().getLabel());
            assertEquals("gpt-4o", score.getModel());
        }
    }

    @Test
    void sameEvaluationTwice_countsOnceAndTheLastWins() throws IOException {
        try (TopologyHarness weir = live()) {
            call(weir, null);
            weir.foreign(LOGS, log(TRACE, SPAN, "", value(0.2)), T0);
            weir.foreign(LOGS, log(TRACE, SPAN, "", value(0.6)), T0);
            settle(weir);
            ObservedEvaluations said = lastMinute(weir).getObserved().get(0);

            assertEquals(1, said.getN());
            assertEquals(0.6, said.getUnweightedMean());
        }
    }

    @Test
    void evaluationsWithoutAProbability_changeNoWeightedNumber() throws IOException {
        assertEquals(judgedWindow(false).toString(), judgedWindow(true).toString());
    }

    private static WindowQuality judgedWindow(boolean evaluated) throws IOException {
        try (TopologyHarness weir = live()) {
            call(weir, null);
            settle(weir);
            JudgeTask task = weir.read(Topics.JUDGE_TASKS, JudgeTask.class).get(0);
            weir.record(Topics.SCORES, TaskScores.of(task, 70, T0), T0);
            if (evaluated) {
                weir.foreign(LOGS, log(TRACE, SPAN, "", value(0.2)), T0);
                weir.foreign(LOGS, log(TRACE, SPAN, "", value(0.2)).replace("relevance", "quality"), T0);
            }
            settle(weir);
            WindowQuality window = lastMinute(weir);
            assertEquals(evaluated ? 2 : 0, window.getObserved().size());
            assertEquals(1, window.getEvaluators().size());
            window.setObserved(List.of());
            window.setRevision(0);
            return window;
        }
    }

    @Test
    void rateWithAWholeWeight_isPartOfItsEvaluatorsEstimateAndAnswersNoTask() throws IOException {
        try (TopologyHarness weir = live()) {
            call(weir, null);
            weir.foreign(LOGS, log(TRACE, SPAN, "", value(1) + number("weir.inclusion_probability", 0.1)), T0);
            settle(weir);
            assertEquals(10, only(weir).getWeight());
            WindowQuality window = lastMinute(weir);

            assertEquals(List.of(), window.getObserved());
            assertEquals("judge", window.getEvaluators().get(0).getEvaluatorId());
            assertEquals(10, window.getEvaluators().get(0).getJudgedWeight());
            assertEquals(1, window.getSampledCalls(), "the sampled call still waits for an answer of ours");
        }
    }

    @Test
    void recordedClock_looksForNoEvaluations() {
        String described = TopologyHarness.topology(
                        LIVE.withClock(MonitoringConfig.ArrivalClock.RECORDED), SourceProgress.NEVER)
                .describe()
                .toString();

        assertTrue(described.contains("fold-calls") && !described.contains("evaluations"), described);
    }

    private static void call(TopologyHarness weir, @Nullable String responseId) {
        weir.event(
                Events.call(TRACE, T0).setSpanId(SPAN).setResponseId(responseId).build(), T0);
    }

    private static void settle(TopologyHarness weir) {
        for (int i = 0; i < 4; i++) {
            weir.settle();
        }
    }

    /** Says on every source that it has been read up to a time. */
    private static void pass(TopologyHarness weir, Instant arrival) {
        weir.event(Events.call("f".repeat(32), arrival).setKind(SpanKind.TOOL).build(), arrival);
        weir.foreign(SPANS, "{}", arrival);
        weir.foreign(LOGS, "{}", arrival);
        settle(weir);
    }

    private static WindowQuality lastMinute(TopologyHarness weir) {
        pass(weir, T0.plus(Duration.ofHours(1)));
        List<WindowQuality> minutes = weir.read(Topics.WINDOW_QUALITY, WindowQuality.class).stream()
                .filter(window -> window.getTile().equals("minute"))
                .toList();
        return minutes.get(minutes.size() - 1);
    }

    private static Score only(TopologyHarness weir) {
        List<Score> scores = weir.read(Topics.SCORES, Score.class);
        assertEquals(1, scores.size());
        return scores.get(0);
    }

    private static Map<String, Long> counters(TopologyHarness weir, String kind) {
        KeyValueStore<byte[], byte[]> store = weir.driver.getKeyValueStore(kind + "-counters");
        Map<String, Long> counts = new TreeMap<>();
        try (KeyValueIterator<byte[], byte[]> entries = store.all()) {
            entries.forEachRemaining(
                    entry -> counts.put(new String(entry.key, StandardCharsets.UTF_8), Counters.count(entry.value)));
        }
        return counts;
    }

    private static String value(double value) {
        return number("gen_ai.evaluation.score.value", value);
    }

    private static String number(String name, double value) {
        return ",{\"key\":\"" + name + "\",\"value\":{\"doubleValue\":" + value + "}}";
    }

    private static String text(String name, String value) {
        return ",{\"key\":\"" + name + "\",\"value\":{\"stringValue\":\"" + value + "\"}}";
    }

    private static String log(String trace, String span, String response, String more) {
        return "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"eventName\":\"gen_ai.evaluation.result\","
                + "\"timeUnixNano\":\"" + T0.toEpochMilli() + "000000\",\"traceId\":\"" + trace + "\",\"spanId\":\""
                + span + "\",\"attributes\":["
                + text("gen_ai.evaluation.name", "relevance").substring(1)
                + text("gen_ai.evaluation.evaluator.id", "judge")
                + text("gen_ai.evaluation.evaluator.version", "2")
                + text("gen_ai.evaluation.evaluator.type", "llm_judge")
                + (response.isEmpty() ? "" : text("gen_ai.response.id", response))
                + more
                + "]}]}]}]}";
    }

    private static String span() {
        return "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"name\":\"chat\",\"traceId\":\"" + TRACE
                + "\",\"spanId\":\"" + SPAN + "\",\"startTimeUnixNano\":\""
                + T0.minusSeconds(1).toEpochMilli() + "000000\",\"endTimeUnixNano\":\"" + T0.toEpochMilli()
                + "000000\",\"attributes\":["
                + text("openinference.span.kind", "LLM").substring(1)
                + text("llm.model_name", "gpt-4o")
                + text("annotations.0.annotation.name", "helpful")
                + text("annotations.0.annotation.label", "yes")
                + text("annotations.0.annotation.annotator_kind", "HUMAN")
                + "]}]}]}]}";
    }
}
