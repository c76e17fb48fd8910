package dev.weir.judge.judges;

import dev.weir.schemas.avro.JudgeTask;
import org.jspecify.annotations.Nullable;

/** One evaluator. Thread-safe; its identity never changes while the worker runs. */
public interface Judge {

    /** Who judges; the same for as long as the judge lives. */
    JudgeIdentity identity();

    /** True when an attempt leaves the process, so that budget, retry and circuit breaker apply. */
    boolean remote();

    /**
     * The most that one attempt at a task can cost, to be reserved before it is made.
     *
     * @return nano-USD, 0 when free by nature; null when the price is unknown
     */
    @Nullable
    Long mostNanoUsd(JudgeTask task);

    /** One attempt at a task; never throws for what a task, a model or the network does. */
    Outcome judge(JudgeTask task);
}
