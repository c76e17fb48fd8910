package dev.weir.topology.quality;

import static dev.weir.topology.quality.QualityScores.T0;
import static dev.weir.topology.quality.QualityScores.judged;
import static dev.weir.topology.quality.QualityScores.observed;
import static dev.weir.topology.quality.QualityScores.score;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.weir.schemas.Dimension;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.Topics;
import dev.weir.schemas.View;
import dev.weir.schemas.avro.Judgement;
import dev.weir.schemas.avro.Scale;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.ScoreStatus;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.topology.aggregate.Routed;
import dev.weir.topology.commit.CommitCycle;
import dev.weir.topology.commit.OneStep;
import dev.weir.topology.commit.Uncommitted;
import dev.weir.topology.record.RecordDecoder;
import dev.weir.topology.record.RefusedRecord;
import dev.weir.topology.record.Rejection;
import dev.weir.topology.view.Views;
import dev.weir.topology.wire.WireReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WeighScoresTest {

    private static final String TOPIC = Topics.SCORES.name();
    private static final AvroCodec CODEC = new AvroCodec(new EmbeddedRegistry());

    private static final Views VIEWS = Views.of(List.of(View.of(Dimension.PROVIDER, Dimension.MODEL)));

    private final OneStep<byte[], Record<String, Weighed>> step;

    WeighScoresTest() throws IOException {
        step = OneStep.of(
                List.of(TOPIC),
                Serdes.ByteArray(),
                WeighScores.supplier(new WeighScores.Parts(
                        new RecordDecoder<>(CODEC, Score.class, Duration.ZERO),
                        VIEWS,
                        Duration.ofMinutes(1),
                        true,
                        1,
                        new CommitCycle.Stores("score-counters", "score-commit"),
                        new Uncommitted())),
                record -> record);
    }

    @AfterEach
    void close() throws IOException {
        step.close();
    }

    private void pipe(byte[] value) {
        step.pipe(TOPIC, new byte[] {1}, value, T0);
    }

    private Record<String, Weighed> only() {
        List<Record<String, Weighed>> forwarded = step.forwarded();
        assertEquals(1, forwarded.size());
        return forwarded.get(0);
    }

    private RefusedRecord refused() {
        return assertInstanceOf(Weighed.Rejected.class, only().value()).refused();
    }

    private Map<String, Long> counters() {
        return step.counters("score-counters");
    }

    /** What goes to a key, of what was forwarded since this was last asked. */
    private record Sent(String key, Routed.Replacement score) {}

    private List<Sent> sent() {
        List<Sent> sent = new ArrayList<>();
        for (Record<String, Weighed> record : step.forwarded()) {
            Weighed.Value value = assertInstanceOf(Weighed.Value.class, record.value());
            Routed.read(value.routed(), new Routed.Receiver() {
                @Override
                public void partial(String key, long eventMillis, WireReader aggregate) {
                    throw new AssertionError("a partial");
                }

                @Override
                public void frontier(Routed.Frontier frontier) {
                    throw new AssertionError("a frontier");
                }

                @Override
                public void counted(Routed.Counted counted) {
                    // says which views there are, once
                }

                @Override
                public void replacement(Routed.Replacement replacement) {
                    sent.add(new Sent(record.key(), replacement));
                }
            });
        }
        return sent;
    }

    @Test
    void score_goesToItsSeriesAndToEachView_byIdAndEventTime() {
        Score score = judged("a", 3, 70);
        pipe(CODEC.encode(Topics.SCORES, score));

        List<Sent> sent = sent();
        SeriesKey series = SeriesKey.of("acme", "", "chat", "", "gpt-4o", "v1");
        String all = SeriesKey.ALL;
        assertEquals(
                List.of(series.text(), new SeriesKey(all, all, all, "", "gpt-4o", all).text()),
                sent.stream().map(Sent::key).toList());
        for (Sent one : sent) {
            assertEquals("a", one.score().id());
            assertEquals(T0.toEpochMilli(), one.score().eventMillis());
            assertArrayEquals(
                    QualityAggregate.ofScore(score).toBytes(), one.score().aggregate());
        }
        assertEquals(Map.of("read", 1L, "counted", 1L), counters());
    }

    private static Stream<Arguments> invalid() {
        Score without = observed("people", "helpful", 1.0, null);
        without.getObservation().setDimension(" ");
        Score beyond = observed("people", "helpful", 1.1e9, null);
        Score none = observed("people", "helpful", Double.NaN, null);
        Score both = observed("people", "helpful", 1.0, null);
        both.setJudgements(List.of(new Judgement("quality", Scale.SCORE, 70)));
        return Stream.of(
                Arguments.of(
                        score(" ").setStatus(ScoreStatus.TIMEOUT).build(),
                        Rejection.MISSING_FIELD,
                        "score_id is empty: expected the score's id"),
                Arguments.of(
                        score("a").build(),
                        Rejection.MISSING_FIELD,
                        "judgements is empty: expected at least one with status JUDGED"),
                Arguments.of(judged("a", 0, 70), Rejection.INVALID_FIELD, "weight = 0: expected in [1, 200000]"),
                Arguments.of(judged("a", 1, 101), Rejection.INVALID_FIELD, "value_tenths = 101: expected in [10, 100]"),
                Arguments.of(
                        without,
                        Rejection.MISSING_FIELD,
                        "observation.dimension is empty: expected what was evaluated"),
                Arguments.of(beyond, Rejection.INVALID_FIELD, "observation.value = 1.1E9: expected -1e9 to 1e9"),
                Arguments.of(none, Rejection.INVALID_FIELD, "observation.value = NaN: expected -1e9 to 1e9"),
                Arguments.of(
                        score("x".repeat(200)).setStatus(ScoreStatus.TIMEOUT).build(),
                        Rejection.INVALID_FIELD,
                        "score_id has 200 characters: expected 1 to 128"),
                Arguments.of(
                        score("a")
                                .setJudgements(Collections.nCopies(26, new Judgement("quality", Scale.SCORE, 70)))
                                .build(),
                        Rejection.INVALID_FIELD,
                        "judgements has 26: expected at most 25"),
                Arguments.of(
                        Score.newBuilder(judged("a", 1, 70)).setRoute("~all").build(),
                        Rejection.INVALID_FIELD,
                        "route begins with ~: expected the name of a call's series"),
                Arguments.of(
                        Score.newBuilder(judged("a", 1, 70))
                                .setEventTime(T0.plus(Duration.ofMinutes(2)))
                                .build(),
                        Rejection.IN_THE_FUTURE,
                        "event_time is 120000 ms after arrival: expected at most 60000"),
                Arguments.of(
                        both,
                        Rejection.INVALID_FIELD,
                        "weight = 0 with 1 judgements: expected 1 or more, or no judgements"));
    }

    @ParameterizedTest
    @MethodSource
    void invalid(Score score, Rejection reason, String message) {
        byte[] written = CODEC.encode(Topics.SCORES, score);
        pipe(written);

        RefusedRecord refused = refused();
        assertEquals(reason, refused.reason());
        assertEquals(message, refused.message());
        assertArrayEquals(written, refused.value());
        assertEquals(Map.of("read", 1L, "refused/" + reason.wireName(), 1L), counters());
    }

    @Test
    void unreadableScore_isRefusedWithKeyValueAndHeaders_andTheNextOneCounts() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", "00-1-1-01".getBytes(StandardCharsets.UTF_8));
        step.pipe(TOPIC, new TestRecord<>(new byte[] {7}, new byte[] {9}, headers, T0));
        Record<String, Weighed> forwarded = only();
        RefusedRecord refused =
                assertInstanceOf(Weighed.Rejected.class, forwarded.value()).refused();
        assertEquals(Rejection.NOT_WIRE_FORMAT, refused.reason());
        assertArrayEquals(new byte[] {7}, refused.key());
        assertArrayEquals(new byte[] {9}, refused.value());
        assertEquals(headers, forwarded.headers());

        pipe(CODEC.encode(Topics.SCORES, judged("a", 3, 70)));
        assertEquals(2, sent().size());
        assertEquals(Map.of("read", 2L, "counted", 1L, "refused/not-wire-format", 1L), counters());
    }

    @Test
    void failedScore_counts_thoughItHasNoJudgement() {
        pipe(CODEC.encode(
                Topics.SCORES, score("a").setStatus(ScoreStatus.TIMEOUT).build()));
        assertEquals(2, sent().size());
        assertEquals(Map.of("read", 1L, "counted", 1L), counters());
    }
}
