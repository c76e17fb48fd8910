package dev.weir.judge;

import dev.weir.judge.judges.Judge;
import dev.weir.judge.judges.JudgeIdentity;
import dev.weir.judge.judges.Outcome;
import dev.weir.schemas.ScoreIds;
import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.ScoreStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scores made of tasks and outcomes. The same call judged in the same way has the same score id, whenever and by whom. */
final class Scores {

    /** An outcome with what it took. */
    record Result(Outcome outcome, int attempts, @Nullable Long costNanoUsd, long latencyMicros) {}

    private Scores() {}

    static Score of(JudgeTask task, Judge judge, Result result, Instant judgedAt) {
        JudgeIdentity who = judge.identity();
        Score.Builder score = echo(task, judgedAt)
                .setScoreId(id(task, who.evaluatorId(), who.rubricVersion(), who.model()))
                .setEvaluatorId(who.evaluatorId())
                .setEvaluatorVersion(who.version())
                .setEvaluatorType(who.type())
                .setRubricVersion(who.rubricVersion())
                .setJudgeModel(who.model())
                .setAttempts(result.attempts())
                .setJudgeLatencyMicros(result.latencyMicros())
                .setJudgeCostNanoUsd(result.costNanoUsd());
        if (result.outcome() instanceof Outcome.Judged judged) {
            score.setStatus(ScoreStatus.JUDGED)
                    .setJudgements(judged.judgements())
                    .setRationale(judged.rationale());
        } else if (result.outcome() instanceof Outcome.Failed failed) {
            score.setStatus(failed.status()).setError(failed.error());
        }
        return score.build();
    }

    /** What stands for an evaluator that a task wants and this worker has not. */
    static Score unknownEvaluator(JudgeTask task, String evaluatorId, Instant judgedAt) {
        return echo(task, judgedAt)
                .setScoreId(id(task, evaluatorId, "", null))
                .setEvaluatorId(evaluatorId)
                .setEvaluatorVersion("")
                .setEvaluatorType(EvaluatorType.DETERMINISTIC)
                .setRubricVersion("")
                .setAttempts(0)
                .setStatus(ScoreStatus.JUDGE_ERROR)
                .setError("no_such_evaluator")
                .build();
    }

    private static String id(JudgeTask task, String evaluatorId, String rubricVersion, @Nullable String judgeModel) {
        return ScoreIds.ofJudgement(task.getTraceId(), task.getSpanId(), evaluatorId, rubricVersion, judgeModel);
    }

    private static Score.Builder echo(JudgeTask task, Instant judgedAt) {
        return Score.newBuilder()
                .setTaskId(task.getTaskId())
                .setTraceId(task.getTraceId())
                .setSpanId(task.getSpanId())
                .setTenant(task.getTenant())
                .setEnvironment(task.getEnvironment())
                .setRoute(task.getRoute())
                .setProvider(task.getProvider())
                .setModel(task.getModel())
                .setVersion(task.getVersion())
                .setEventTime(task.getEventTime())
                .setWeight(task.getWeight())
                .setStratum(task.getStratum())
                .setJudgements(List.of())
                .setJudgedAt(judgedAt);
    }
}
