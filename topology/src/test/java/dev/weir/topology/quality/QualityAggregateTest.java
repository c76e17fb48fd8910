package dev.weir.topology.quality;

import static dev.weir.topology.quality.QualityScores.T0;
import static dev.weir.topology.quality.QualityScores.judged;
import static dev.weir.topology.quality.QualityScores.observed;
import static dev.weir.topology.quality.QualityScores.score;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.TextLimit;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.EvaluatorQuality;
import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.Judgement;
import dev.weir.schemas.avro.Scale;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.ScoreStatus;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.schemas.headers.RecordLimit;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.topology.aggregate.AggregateType;
import dev.weir.topology.aggregate.MergeableContract;
import dev.weir.topology.view.SeriesWindow;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QualityAggregateTest extends MergeableContract<QualityAggregate> {

    @Override
    protected AggregateType<QualityAggregate> type() {
        return QualityAggregate.TYPE;
    }

    /** A notice of a sampled call, a score, or the difference that a replaced score makes. */
    @Override
    protected QualityAggregate part(Random random) {
        if (random.nextInt(4) == 0) {
            QualityAggregate notice = new QualityAggregate();
            notice.addSampled(1 + random.nextInt(20));
            return notice;
        }
        QualityAggregate score = QualityAggregate.ofScore(QualityScores.any(random));
        if (random.nextInt(3) == 0) {
            score.unmergeWith(QualityAggregate.ofScore(QualityScores.any(random)));
        }
        return score;
    }

    private static WindowQuality record(QualityAggregate quality) {
        long start = T0.toEpochMilli();
        return QualityWindows.toRecord(
                new SeriesWindow(
                        SeriesKey.of("acme", "production", "chat", "openai", "gpt-4o", "v1"),
                        "minute",
                        start,
                        start + 60_000,
                        0),
                quality);
    }

    private static QualityAggregate merged(Score... scores) {
        QualityAggregate quality = new QualityAggregate();
        for (Score score : scores) {
            quality.mergeWith(QualityAggregate.ofScore(score));
        }
        return quality;
    }

    /** Each id is scored several times; the ledger merges the difference to what it said before, in any interleaving. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void replacedScores_leaveWhatTheNewestSay(long seed) {
        Random random = new Random(seed);
        QualityAggregate window = new QualityAggregate();
        Map<Integer, QualityAggregate> newest = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            QualityAggregate said = QualityAggregate.ofScore(fewNames(random));
            QualityAggregate difference = QualityAggregate.TYPE.read(new WireReader(said.toBytes()));
            QualityAggregate former = newest.put(random.nextInt(150), said);
            if (former != null) {
                difference.unmergeWith(former);
            }
            window.mergeWith(QualityAggregate.TYPE.read(new WireReader(difference.toBytes())));
        }

        QualityAggregate expected = new QualityAggregate();
        newest.values().forEach(expected::mergeWith);
        assertEquals(record(expected), record(window), "seed " + seed);
    }

    /** Below the cardinality limits, so that what was replaced need not be told from what never came. */
    private static Score fewNames(Random random) {
        Score score = QualityScores.any(random);
        if (QualityAggregate.isObserved(score)) {
            score.setEvaluatorId("e" + random.nextInt(5));
            score.getObservation().setLabel("label-" + random.nextInt(ObservedSums.MOST_LABELS));
        }
        return score;
    }

    /** Beyond the limits the sums over all names are still those of the newest scores. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void replacedScoresBeyondTheLimits_keepExactTotals(long seed) {
        Random random = new Random(seed);
        QualityAggregate window = new QualityAggregate();
        Map<Integer, Score> newest = new TreeMap<>();
        for (int i = 0; i < 3_000; i++) {
            Score score = QualityScores.any(random);
            Score former = newest.put(random.nextInt(400), score);
            QualityAggregate difference = QualityAggregate.ofScore(score);
            if (former != null) {
                difference.unmergeWith(QualityAggregate.ofScore(former));
            }
            window.mergeWith(difference);
        }

        List<Score> observed =
                newest.values().stream().filter(QualityAggregate::isObserved).toList();
        WindowQuality said = record(window);
        assertTrue(
                said.getObserved().stream().anyMatch(one -> one.getEvaluatorId().equals("~other")),
                "too few pairs, seed " + seed);
        assertEquals(
                observed.stream()
                        .filter(score -> score.getStatus() == ScoreStatus.JUDGED)
                        .count(),
                said.getObserved().stream().mapToLong(one -> one.getN()).sum());
        assertEquals(
                observed.stream()
                        .filter(score -> score.getStatus() != ScoreStatus.JUDGED)
                        .count(),
                said.getObserved().stream().mapToLong(one -> one.getFailed()).sum());
        assertEquals(
                observed.stream()
                        .filter(score -> score.getStatus() == ScoreStatus.JUDGED)
                        .filter(score -> score.getObservation().getLabel() != null)
                        .count(),
                said.getObserved().stream()
                        .mapToLong(one -> one.getOtherLabels()
                                + one.getLabels().values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum())
                        .sum());
    }

    @Test
    void everythingTakenAway_saysWhatAnEmptyWindowSays() {
        Random random = new Random(6);
        List<QualityAggregate> parts = new ArrayList<>();
        QualityAggregate window = new QualityAggregate();
        for (int i = 0; i < 300; i++) {
            QualityAggregate part = part(random);
            parts.add(part);
            window.mergeWith(part);
        }
        parts.forEach(window::unmergeWith);

        assertEquals(record(new QualityAggregate()), record(window));
    }

    @Test
    void takenAwayBeforeItCame_isNothingInTheEnd() {
        QualityAggregate window = new QualityAggregate();
        window.unmergeWith(merged(judged("a", 3, 70)));
        window.mergeWith(merged(judged("a", 3, 70)));

        assertEquals(record(new QualityAggregate()), record(window));
    }

    @Test
    void scoreWithoutAWeight_isObserved_andPartOfNoEstimate() {
        WindowQuality said = record(merged(observed("people", "helpful", 1.0, "yes")));

        assertEquals(List.of(), said.getEvaluators());
        assertEquals(1, said.getObserved().size());
    }

    @Test
    void oneIdOfTwoTypes_isTwoEvaluators_whicheverCameFirst() {
        Score byModel = judged("a", 1, 90);
        Score byPerson = judged("b", 1, 10);
        byPerson.setEvaluatorType(EvaluatorType.HUMAN);

        WindowQuality said = record(merged(byModel, byPerson));
        assertEquals(said, record(merged(byPerson, byModel)));
        assertEquals(
                List.of(EvaluatorType.LLM_JUDGE, EvaluatorType.HUMAN),
                said.getEvaluators().stream()
                        .map(EvaluatorQuality::getEvaluatorType)
                        .toList());
        assertEquals(9.0, said.getEvaluators().get(0).getDimensions().get(0).getMean());
        assertEquals(1.0, said.getEvaluators().get(1).getDimensions().get(0).getMean());
    }

    @Test
    void window_isComplete_whenEveryEvaluatorThatWasAskedHasAnsweredForEveryCall() {
        QualityAggregate window = new QualityAggregate();
        assertFalse(window.isComplete(), "nobody has answered");
        window.addSampled(10);
        window.addSampled(10);
        assertFalse(window.isComplete());

        window.mergeWith(merged(judged("a", 10, 70)));
        assertFalse(window.isComplete(), "one of two");
        Score failed = score("b").setStatus(ScoreStatus.TIMEOUT).build();
        window.mergeWith(merged(failed));
        assertTrue(window.isComplete(), "a failure is an answer");

        Score uncalled = judged("c", 10, 10);
        uncalled.setTaskId("");
        uncalled.setEvaluatorId("foreign");
        window.mergeWith(merged(uncalled));
        assertTrue(window.isComplete(), "nobody waits for an evaluator that was not asked");

        Score second = judged("d", 10, 10);
        second.setEvaluatorId("second");
        window.mergeWith(merged(second));
        assertFalse(window.isComplete(), "the second evaluator owes one answer");
        window.unmergeWith(merged(second));
        assertTrue(window.isComplete());
    }

    @Test
    void judgementOutOfRange_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> QualityAggregate.ofScore(judged("a", 1, 101)));
        assertThrows(IllegalArgumentException.class, () -> QualityAggregate.ofScore(judged("a", 200_001, 70)));
    }

    /** State that is already on disks: the bytes may grow a new version, this one stays readable. */
    @Test
    void storedForm_isTheOneThatStateHolds() {
        QualityAggregate quality = merged(
                score("a")
                        .setEvaluatorType(EvaluatorType.DETERMINISTIC)
                        .setWeight(2)
                        .setJudgements(List.of(new Judgement("ok", Scale.RATE, 10)))
                        .build(),
                observed("me", "d", 0.5, "yes"));
        quality.addSampled(2);

        String written = HexFormat.of().formatHex(quality.toBytes());
        assertEquals(
                "020204020a6a756467650102040002046f6b01700000000000000001000000000000000200000000000000040000"
                        + "00000000001400000000000000c8000000000000002800000000000001900002046d65020264020208"
                        + "1dcd65000206796573020000",
                written);
        assertEquals(
                record(quality),
                record(QualityAggregate.TYPE.read(new WireReader(HexFormat.of().parseHex(written)))));
    }

    @Test
    void stateOfVersionOne_isRead() {
        byte[] written = new WireWriter()
                .writeByte(1)
                .writeLong(4)
                .writeLong(40)
                .writeLong(1)
                .writeString("judge")
                .writeByte(0)
                .writeLong(1)
                .writeLong(10)
                .writeCounts(new TreeMap<>(Map.of("TIMEOUT", 2L)))
                .writeLong(0)
                .toBytes();
        QualityAggregate quality = QualityAggregate.TYPE.read(new WireReader(written));

        assertEquals(4, quality.sampledCalls());
        assertEquals(
                Map.of("TIMEOUT", 2L), record(quality).getEvaluators().get(0).getFailedCalls());
        assertFalse(quality.isComplete());
        quality.mergeWith(merged(judged("a", 10, 70)));
        assertTrue(quality.isComplete(), "all four have been answered for");
    }

    @Test
    void stateOfALaterVersion_isADefectThatSaysSo() {
        byte[] written = new QualityAggregate().toBytes();
        written[0] = 3;
        IllegalStateException thrown =
                assertThrows(IllegalStateException.class, () -> QualityAggregate.TYPE.read(new WireReader(written)));
        assertEquals("format version = 3: expected 1 to 2", thrown.getMessage());
    }

    /** Names of every length, most of them as long as names may be. */
    private static List<Score> flood(Random random) {
        String name = "\u4e2d".repeat(TextLimit.NAME.most() - 8);
        List<Score> scores = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            Judgement judgement = new Judgement(
                    random.nextInt(100) == 0 ? "d" + i : name + random.nextInt(60),
                    random.nextBoolean() ? Scale.SCORE : Scale.RATE,
                    10);
            scores.add(score("s" + i)
                    .setEvaluatorId(random.nextInt(100) == 0 ? "e" + i : name + random.nextInt(40))
                    .setJudgements(List.of(judgement))
                    .build());
            scores.add(observed(name + random.nextInt(200), name + random.nextInt(200), null, "l".repeat(200) + i));
        }
        return scores;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void floodOfEvaluatorsDimensionsAndLabels_fitsIntoARecord_inWhateverOrder(long seed) {
        Random random = new Random(seed);
        List<Score> scores = flood(random);
        QualityAggregate window = merged(scores.toArray(Score[]::new));
        byte[] state = window.toBytes();
        byte[] published = new AvroCodec(new EmbeddedRegistry()).encode(Topics.WINDOW_QUALITY, record(window));

        assertTrue(state.length < RecordLimit.MOST_BYTES, state.length + " bytes of state");
        assertTrue(published.length < RecordLimit.MOST_BYTES, published.length + " bytes published");
        assertEquals(
                4_000,
                record(window).getEvaluators().stream()
                        .mapToLong(EvaluatorQuality::getJudgedCalls)
                        .sum());
        assertEquals(
                QualityAggregate.MOST_EVALUATORS + 1,
                record(window).getEvaluators().size());
        Collections.shuffle(scores, random);
        assertArrayEquals(state, merged(scores.toArray(Score[]::new)).toBytes(), "seed " + seed);
    }
}
