package dev.weir.topology.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.topology.aggregate.Routed;
import dev.weir.topology.commit.OneStep;
import dev.weir.topology.commit.Uncommitted;
import dev.weir.topology.otlp.Evaluation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JoinEvaluationsTest {

    private static final Instant T0 = Instant.parse("2026-11-20T10:00:00Z");
    private static final String TOPIC = "references";
    private static final EvaluationsConfig CONFIG =
            new EvaluationsConfig(Duration.ofHours(1), Duration.ofMinutes(10), 100, 2);

    private final AvroCodec codec = new AvroCodec(new EmbeddedRegistry());
    private @Nullable OneStep<String, String> step;

    private OneStep<String, String> step(JoinKey stage) throws IOException {
        OneStep<String, String> made = OneStep.of(
                List.of(TOPIC),
                Serdes.String(),
                JoinEvaluations.supplier(new JoinEvaluations.Parts(
                        stage, CONFIG, 1, codec, EvaluationStores.of("stage"), new Uncommitted())),
                this::inWords);
        step = made;
        return made;
    }

    @AfterEach
    void close() throws IOException {
        if (step != null) {
            step.close();
        }
    }

    private String inWords(Record<String, JoinResult> record) {
        if (record.value() instanceof JoinResult.Scored scored) {
            Score score = codec.decode(scored.score(), Score.class);
            return score.getObservation().getDimension() + " of " + score.getRoute() + "/" + score.getSpanId();
        }
        List<String> onward = new ArrayList<>();
        RoutedReference.read(((JoinResult.Onward) record.value()).mail(), new RoutedReference.Receiver() {
            @Override
            public void call(long key, byte[] reference) {
                throw new AssertionError("a call goes nowhere");
            }

            @Override
            public void endOfCalls(long newestArrival, Routed.@Nullable Frontier frontier) {
                throw new AssertionError("a frontier goes nowhere");
            }

            @Override
            public void evaluation(PendingEvaluation asked) {
                onward.add(asked.evaluation().dimension());
            }
        });
        return "onward " + onward;
    }

    private static Evaluation said(String dimension, String span, @Nullable String response, @Nullable Double value) {
        return new Evaluation(
                dimension,
                value,
                null,
                "judge",
                null,
                EvaluatorType.HUMAN,
                "trace",
                span,
                response,
                T0,
                null,
                null,
                null);
    }

    private static void ask(OneStep<String, String> of, Evaluation said, Instant arrival) {
        of.pipe(TOPIC, "0", RoutedReference.of(new PendingEvaluation(said, arrival.toEpochMilli())), arrival);
    }

    /** The call of a span arrives, and the sources have been read so far. */
    private static void call(OneStep<String, String> of, long key, String span, Instant arrival) {
        RoutedReference.Calls calls = new RoutedReference.Calls();
        byte[] reference = new CallReference(
                        SeriesKey.of("acme", "", "chat", "", "gpt-4o", "").text(),
                        T0.toEpochMilli() * 1_000,
                        "trace",
                        span)
                .toBytes();
        calls.add(key, reference, arrival.toEpochMilli());
        of.pipe(TOPIC, "0", calls.close(frontier(arrival)), arrival);
    }

    private static void readUpTo(OneStep<String, String> of, Instant time) {
        of.pipe(TOPIC, "0", new RoutedReference.Calls().close(frontier(time)), time);
    }

    private static Routed.Frontier frontier(Instant time) {
        return new Routed.Frontier(0, time.toEpochMilli(), false);
    }

    private static long bySpan(String span) {
        return JoinKey.BY_SPAN.keyOf(said("", span, null, null));
    }

    private static Map<String, Long> counters(OneStep<String, String> of) {
        return of.counters("stage-counters");
    }

    @Test
    void evaluationAfterItsCall_isAScoreAtOnce() throws IOException {
        OneStep<String, String> join = step(JoinKey.BY_SPAN);
        call(join, bySpan("s"), "s", T0);
        ask(join, said("helpful", "s", null, 1.0), T0.plusSeconds(60));
        assertEquals(List.of("helpful of chat/s"), join.forwarded());
        assertEquals(Map.of("read", 1L, "joined", 1L), counters(join));
    }

    @Test
    void evaluationsBeforeTheirCall_waitForIt_andThoseOfOthersGoOnWaiting() throws IOException {
        OneStep<String, String> join = step(JoinKey.BY_SPAN);
        ask(join, said("helpful", "s", null, 1.0), T0);
        ask(join, said("right", "s", null, 1.0), T0);
        call(join, bySpan("other"), "other", T0);
        assertEquals(List.of(), join.forwarded());
        call(join, bySpan("s"), "s", T0.plusSeconds(60));
        assertEquals(List.of("helpful of chat/s", "right of chat/s"), join.forwarded());
        call(join, bySpan("s"), "s", T0.plusSeconds(61));
        assertEquals(List.of(), join.forwarded(), "each is a score once");
        assertEquals(Map.of("read", 2L, "joined", 2L), counters(join));
    }

    @Test
    void evaluationWithoutACall_isGivenUp_whenTheSourcesWereReadSoFar() throws IOException {
        OneStep<String, String> join = step(JoinKey.BY_SPAN);
        ask(join, said("helpful", "s", null, 1.0), T0);
        readUpTo(join, T0.plus(CONFIG.patience()).minusMillis(1));
        assertEquals(Map.of("read", 1L), counters(join));
        join.pass(Duration.ofDays(1));
        assertEquals(Map.of("read", 1L), counters(join), "the wall clock gives nothing up");
        readUpTo(join, T0.plus(CONFIG.patience()));
        assertEquals(Map.of("read", 1L, "expired", 1L), counters(join));
        call(join, bySpan("s"), "s", T0.plus(CONFIG.patience()));
        assertEquals(List.of(), join.forwarded());
    }

    @Test
    void evaluationThatNamesAResponseToo_goesOnToItsResponse() throws IOException {
        OneStep<String, String> join = step(JoinKey.BY_SPAN);
        ask(join, said("helpful", "s", "resp-1", 1.0), T0);
        readUpTo(join, T0.plus(JoinEvaluations.SPAN_FIRST));
        assertEquals(List.of("onward [helpful]"), join.forwarded());
        assertEquals(Map.of("read", 1L, "onward", 1L), counters(join));
    }

    @Test
    void evaluationThatLooksByResponse_goesNoFurther() throws IOException {
        OneStep<String, String> join = step(JoinKey.BY_RESPONSE);
        ask(join, said("helpful", "s", "resp-1", 1.0), T0);
        readUpTo(join, T0.plus(CONFIG.patience()));
        assertEquals(List.of(), join.forwarded());
        assertEquals(Map.of("read", 1L, "expired", 1L), counters(join));
    }

    @Test
    void moreThanMayWait_theOldestIsGivenUpEarly() throws IOException {
        OneStep<String, String> join = step(JoinKey.BY_SPAN);
        for (String span : List.of("a", "b", "c")) {
            ask(join, said("of " + span, span, null, 1.0), T0);
        }
        assertEquals(Map.of("read", 3L, "forgotten-early", 1L), counters(join));
        for (String span : List.of("a", "b", "c")) {
            call(join, bySpan(span), span, T0);
        }
        assertEquals(List.of("of b of chat/b", "of c of chat/c"), join.forwarded());
    }

    @Test
    void evaluationThatSaysNothing_isUnusable() throws IOException {
        OneStep<String, String> join = step(JoinKey.BY_SPAN);
        call(join, bySpan("s"), "s", T0);
        ask(join, said("helpful", "s", null, 2e9), T0);
        ask(join, said("helpful", "s", null, null), T0);
        assertEquals(List.of(), join.forwarded());
        assertEquals(Map.of("read", 2L, "unusable", 2L), counters(join));
    }

    @Test
    void callIsForgotten_afterItsRetention() throws IOException {
        OneStep<String, String> join = step(JoinKey.BY_SPAN);
        call(join, bySpan("s"), "s", T0);
        ask(join, said("in time", "s", null, 1.0), T0);
        assertEquals(List.of("in time of chat/s"), join.forwarded());
        // A chunk of references is forgotten as a whole, so the newest call of it decides.
        readUpTo(join, T0.plus(CONFIG.retention()).plus(CONFIG.retention()));
        ask(join, said("late", "s", null, 1.0), T0.plus(CONFIG.retention()).plus(CONFIG.retention()));
        assertEquals(List.of(), join.forwarded());
    }
}
