package dev.weir.judge;

import dev.weir.judge.judges.Judge;
import dev.weir.judge.judges.JudgeIdentity;
import dev.weir.schemas.avro.JudgeTask;
import org.jspecify.annotations.Nullable;

/** A judge of this process, without its verdict. */
abstract class LocalJudge implements Judge {

    @Override
    public JudgeIdentity identity() {
        return new ScriptedJudge().identity();
    }

    @Override
    public boolean remote() {
        return false;
    }

    @Override
    public @Nullable Long mostNanoUsd(JudgeTask task) {
        return 0L;
    }
}
