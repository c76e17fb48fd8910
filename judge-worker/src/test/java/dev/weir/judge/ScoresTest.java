package dev.weir.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.judge.Scores.Result;
import dev.weir.judge.judges.Outcome;
import dev.weir.judge.judges.RulesJudge;
import dev.weir.judge.judges.Tasks;
import dev.weir.schemas.ScoreIds;
import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.ScoreStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoresTest {

    private static final JudgeTask TASK = Tasks.answer("Hello.");
    private static final Instant NOW = Instant.parse("2026-11-20T10:16:00Z");

    @Test
    void score_echoesTheTask() {
        RulesJudge judge = new RulesJudge();
        Outcome.Judged judged = (Outcome.Judged) judge.judge(TASK);
        Score score = Scores.of(TASK, judge, new Result(judged, 1, null, 7), NOW);
        assertEquals(
                ScoreIds.ofJudgement(
                        TASK.getTraceId(),
                        TASK.getSpanId(),
                        "rules",
                        judge.identity().rubricVersion(),
                        null),
                score.getScoreId());
        assertEquals(TASK.getTaskId(), score.getTaskId());
        assertEquals(TASK.getWeight(), score.getWeight());
        assertEquals(TASK.getStratum(), score.getStratum());
        assertEquals(TASK.getEventTime(), score.getEventTime());
        assertEquals("support", score.getRoute());
        assertEquals(NOW, score.getJudgedAt());
        assertEquals(EvaluatorType.DETERMINISTIC, score.getEvaluatorType());
        assertEquals(ScoreStatus.JUDGED, score.getStatus());
        assertEquals(judged.judgements(), score.getJudgements());
        assertEquals(null, score.getJudgeCostNanoUsd());
    }

    @Test
    void failure_carriesItsClassAndNoJudgements() {
        Outcome failed = Outcome.Failed.ofTask(ScoreStatus.TIMEOUT, "timeout", 3);
        Score score = Scores.of(TASK, new RulesJudge(), new Result(failed, 4, 0L, 3), NOW);
        assertEquals(ScoreStatus.TIMEOUT, score.getStatus());
        assertEquals("timeout", score.getError());
        assertEquals(List.of(), score.getJudgements());
        assertEquals(4, score.getAttempts());
    }
}
