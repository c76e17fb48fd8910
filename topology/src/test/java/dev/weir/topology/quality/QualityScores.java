package dev.weir.topology.quality;

import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.Judgement;
import dev.weir.schemas.avro.Observation;
import dev.weir.schemas.avro.Scale;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.ScoreStatus;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Scores as judges and others send them. */
final class QualityScores {

    static final Instant T0 = Instant.parse("2026-11-20T10:00:00Z");

    private QualityScores() {}

    static Score.Builder score(String id) {
        return Score.newBuilder()
                .setScoreId(id)
                .setTaskId("task-" + id)
                .setTraceId("4bf92f3577b34da6a3ce929d0e0e4736")
                .setSpanId("00f067aa0ba902b7")
                .setEvaluatorId("judge")
                .setEvaluatorVersion("1")
                .setEvaluatorType(EvaluatorType.LLM_JUDGE)
                .setRubricVersion("")
                .setTenant("acme")
                .setRoute("chat")
                .setModel("gpt-4o")
                .setVersion("v1")
                .setEventTime(T0)
                .setWeight(1)
                .setStratum("baseline")
                .setStatus(ScoreStatus.JUDGED)
                .setJudgements(List.of())
                .setJudgedAt(T0);
    }

    /** A judgement of ours. */
    static Score judged(String id, long weight, int tenths) {
        return score(id)
                .setWeight(weight)
                .setJudgements(List.of(new Judgement("quality", Scale.SCORE, tenths)))
                .build();
    }

    /** An evaluation of somebody else, without a known inclusion probability. */
    static Score observed(String evaluator, String dimension, @Nullable Double value, @Nullable String label) {
        return score("observed")
                .setTaskId("")
                .setEvaluatorId(evaluator)
                .setEvaluatorType(EvaluatorType.HUMAN)
                .setWeight(0)
                .setObservation(new Observation(dimension, value, label))
                .build();
    }

    /** Any score that passes the checks, of many evaluators, dimensions and labels. */
    static Score any(Random random) {
        EvaluatorType type = EvaluatorType.values()[random.nextInt(EvaluatorType.values().length)];
        Score.Builder score = score("s" + random.nextInt(1_000))
                .setEvaluatorType(type)
                .setStatus(
                        random.nextInt(5) == 0
                                ? ScoreStatus.values()[1 + random.nextInt(ScoreStatus.values().length - 1)]
                                : ScoreStatus.JUDGED)
                .setTaskId(random.nextInt(4) == 0 ? "" : "task");
        if (random.nextBoolean()) {
            return observedOf(random, score);
        }
        score.setEvaluatorId("judge-" + random.nextInt(3)).setWeight(1 + random.nextInt(50));
        if (score.getStatus() == ScoreStatus.JUDGED) {
            score.setJudgements(List.of(
                    new Judgement("quality", Scale.SCORE, 10 + random.nextInt(91)),
                    new Judgement("quality", Scale.RATE, 10 * random.nextInt(2)),
                    new Judgement("tone-" + random.nextInt(3), Scale.SCORE, 10 + random.nextInt(91))));
        }
        return score.build();
    }

    private static Score observedOf(Random random, Score.Builder score) {
        boolean rare = random.nextBoolean();
        return score.setEvaluatorId((rare ? "person-" : "e") + random.nextInt(rare ? 400 : 3))
                .setWeight(0)
                .setObservation(new Observation(
                        "d" + random.nextInt(3),
                        random.nextBoolean() ? random.nextInt(1_000) / 7.0 : null,
                        random.nextInt(5) == 0 ? null : label(random)))
                .build();
    }

    /** More labels than are counted by name, of all lengths, some of which are alike in what is kept of them. */
    private static String label(Random random) {
        String end = String.valueOf(random.nextInt(40));
        return random.nextBoolean() ? end : "because ".repeat(random.nextInt(12)) + end;
    }
}
