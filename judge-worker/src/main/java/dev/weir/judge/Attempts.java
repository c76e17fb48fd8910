package dev.weir.judge;

import dev.weir.judge.Scores.Result;
import dev.weir.judge.judges.Judge;
import dev.weir.judge.judges.Outcome;
import dev.weir.judge.judges.Outcome.Failed;
import dev.weir.judge.limits.Budget;
import dev.weir.judge.limits.CircuitBreaker;
import dev.weir.judge.limits.Retry;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.ScoreStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One evaluator's attempts at one task, within the limits. A remote attempt waits for the circuit, reserves its budget,
 * is made, settled, and repeated while that may help. An open circuit makes the task wait, however long; it never fails
 * it. Thread-safe.
 */
final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private final Judge judge;
    private final Budget budget;
    private final Retry retry;
    private final CircuitBreaker circuit;
    private final Pause pause;
    private final JudgeMetrics metrics;
    private final LongSupplier nanoTime;
    private volatile String lastError = "";

    Attempts(
            Judge judge,
            Budget budget,
            Retry retry,
            CircuitBreaker circuit,
            Pause pause,
            JudgeMetrics metrics,
            LongSupplier nanoTime) {
        this.judge = judge;
        this.budget = budget;
        this.retry = retry;
        this.circuit = circuit;
        this.pause = pause;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
    }

    Judge judge() {
        return judge;
    }

    /** Why tasks wait for this evaluator; empty: they do not. */
    String hampered() {
        return circuit.isOpen() ? "its endpoint fails, tasks wait: " + lastError : "";
    }

    /** The outcome of the last attempt; null when the worker closed before there was one that stands. */
    @Nullable
    Result at(JudgeTask task) {
        if (!judge.remote()) {
            Outcome outcome = guarded(task);
            return interrupted() ? null : new Result(outcome, 1, outcome.costNanoUsd(), outcome.latencyMicros());
        }
        Tally tally = new Tally();
        long began = nanoTime.getAsLong();
        while (true) {
            long waited = nanoTime.getAsLong();
            if (!awaitCircuit()) {
                return null;
            }
            began += nanoTime.getAsLong() - waited;
            Outcome outcome = attempt(task, tally);
            if (interrupted()) {
                return null;
            }
            if (!(outcome instanceof Failed failed) || !failed.retryable()) {
                return tally.with(outcome);
            }
            Duration elapsed = Duration.ofNanos(nanoTime.getAsLong() - began);
            Optional<Duration> wait = retry.pause(tally.attempts, elapsed, failed.retryAfter());
            if (wait.isEmpty()) {
                return tally.with(outcome);
            }
            if (!pause.of(wait.get())) {
                return null;
            }
        }
    }

    /** True when closing ran out of patience: what an interrupted attempt says is no verdict. */
    private static boolean interrupted() {
        return Thread.currentThread().isInterrupted();
    }

    private boolean awaitCircuit() {
        for (Duration wait = circuit.ask(); !wait.isZero(); wait = circuit.ask()) {
            if (!pause.of(wait)) {
                return false;
            }
        }
        return true;
    }

    private Outcome attempt(JudgeTask task, Tally tally) {
        Budget.Reservation reservation = budget.reserve(judge.mostNanoUsd(task));
        if (reservation == null) {
            circuit.notMade();
            return Failed.ofTask(ScoreStatus.BUDGET_DROP, "daily_budget", 0);
        }
        Outcome outcome = guarded(task);
        budget.settle(reservation, outcome.costNanoUsd());
        tally.add(outcome);
        if (outcome instanceof Failed failed && failed.countsAgainstEndpoint()) {
            lastError = failed.error();
            circuit.failed();
        } else {
            circuit.succeeded();
        }
        return outcome;
    }

    /** The judge's outcome; a bug in a judge costs one score, not the worker. */
    private Outcome guarded(JudgeTask task) {
        metrics.attempted(judge.identity().evaluatorId());
        try {
            return judge.judge(task);
        } catch (RuntimeException bug) {
            String error = bug.getClass().getSimpleName();
            LOG.atError()
                    .addKeyValue("evaluator", judge.identity().evaluatorId())
                    .addKeyValue("error", error)
                    .log("evaluator broke off");
            return Failed.ofTask(ScoreStatus.JUDGE_ERROR, "bug_" + error, 0);
        }
    }

    /** Sums over the attempts at one task. */
    private static final class Tally {
        private int attempts;
        private long latencyMicros;
        private long costNanoUsd;
        private boolean costKnown = true;

        void add(Outcome outcome) {
            attempts++;
            latencyMicros += outcome.latencyMicros();
            Long cost = outcome.costNanoUsd();
            if (cost == null) {
                costKnown = false;
            } else {
                costNanoUsd += cost;
            }
        }

        Result with(Outcome last) {
            return new Result(last, attempts, costKnown ? (Long) costNanoUsd : null, latencyMicros);
        }
    }
}
