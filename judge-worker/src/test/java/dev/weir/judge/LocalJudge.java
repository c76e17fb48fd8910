package dev.weir.judge;

import dev.weir.judge.judges.Judge;
import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.JudgeTask;
import org.jspecify.annotations.Nullable;

/** A judge of this process, without its verdict. */
abstract class LocalJudge implements Judge {
    private final ScriptedJudge identity = new ScriptedJudge().local();

    @Override
    public String evaluatorId() {
        return identity.evaluatorId();
    }

    @Override
    public String version() {
        return identity.version();
    }

    @Override
    public EvaluatorType type() {
        return identity.type();
    }

    @Override
    public String rubricVersion() {
        return identity.rubricVersion();
    }

    @Override
    public @Nullable String judgeModel() {
        return identity.judgeModel();
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
