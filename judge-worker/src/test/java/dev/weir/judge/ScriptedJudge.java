package dev.weir.judge;

import dev.weir.judge.judges.Judge;
import dev.weir.judge.judges.JudgeIdentity;
import dev.weir.judge.judges.Outcome;
import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.JudgeTask;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Judge that says what it was told to say, in order; after the last word it breaks. */
final class ScriptedJudge implements Judge {

    private final List<Outcome> outcomes;
    private final AtomicInteger calls = new AtomicInteger();
    private boolean remote = true;
    private @Nullable Long most = 0L;

    ScriptedJudge(Outcome... outcomes) {
        this.outcomes = List.of(outcomes);
    }

    ScriptedJudge local() {
        remote = false;
        return this;
    }

    ScriptedJudge priced(@Nullable Long mostNanoUsd) {
        most = mostNanoUsd;
        return this;
    }

    int calls() {
        return calls.get();
    }

    @Override
    public JudgeIdentity identity() {
        return new JudgeIdentity("scripted", "1", EvaluatorType.LLM_JUDGE, "r1", "m1");
    }

    @Override
    public boolean remote() {
        return remote;
    }

    @Override
    public @Nullable Long mostNanoUsd(JudgeTask task) {
        return most;
    }

    @Override
    public Outcome judge(JudgeTask task) {
        return outcomes.get(calls.getAndIncrement());
    }
}
