package dev.weir.judge;

import dev.weir.judge.judges.Outcome;
import dev.weir.schemas.avro.JudgeTask;

/** Judge with a bug that quotes its task. */
final class BreakingJudge extends LocalJudge {
    @Override
    public Outcome judge(JudgeTask task) {
        throw new IllegalStateException("cannot judge " + task.getOutputText());
    }
}
