package dev.weir.schemas.testing;

import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.Judgement;
import dev.weir.schemas.avro.Scale;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.ScoreStatus;
import java.time.Instant;
import java.util.List;

/** Scores that answer tasks. */
public final class TaskScores {

    private TaskScores() {}

    /**
     * What the evaluator {@code rules} says of a task: one judgement of quality.
     *
     * @param tenths of points, 10 to 100
     */
    public static Score of(JudgeTask task, int tenths, Instant judgedAt) {
        return Score.newBuilder()
                .setScoreId("score-" + task.getTaskId())
                .setTaskId(task.getTaskId())
                .setTraceId(task.getTraceId())
                .setSpanId(task.getSpanId())
                .setEvaluatorId("rules")
                .setEvaluatorVersion("1")
                .setEvaluatorType(EvaluatorType.DETERMINISTIC)
                .setRubricVersion("")
                .setTenant(task.getTenant())
                .setEnvironment(task.getEnvironment())
                .setRoute(task.getRoute())
                .setProvider(task.getProvider())
                .setModel(task.getModel())
                .setVersion(task.getVersion())
                .setEventTime(task.getEventTime())
                .setWeight(task.getWeight())
                .setStratum(task.getStratum())
                .setStatus(ScoreStatus.JUDGED)
                .setJudgements(List.of(new Judgement("quality", Scale.SCORE, tenths)))
                .setJudgedAt(judgedAt)
                .build();
    }
}
