package dev.weir.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.weir.judge.Scores.Result;
import dev.weir.judge.judges.Outcome;
import dev.weir.judge.judges.Outcome.Failed;
import dev.weir.judge.judges.Outcome.Judged;
import dev.weir.judge.judges.Outcome.Scope;
import dev.weir.judge.judges.Tasks;
import dev.weir.judge.limits.Budget;
import dev.weir.judge.limits.BudgetConfig;
import dev.weir.judge.limits.CircuitBreaker;
import dev.weir.judge.limits.CircuitConfig;
import dev.weir.judge.limits.Retry;
import dev.weir.judge.limits.RetryConfig;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.ScoreStatus;
import dev.weir.schemas.testing.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private static final JudgeTask TASK = Tasks.answer("Hello.");
    private static final Judged GOOD = new Judged(List.of(), null, 100L, 5);

    private final ManualClock clock = new ManualClock("2026-11-20T10:00:00Z");
    private final List<Duration> pauses = new ArrayList<>();
    private final CircuitBreaker circuit =
            new CircuitBreaker(new CircuitConfig(3, Duration.ofSeconds(30)), clock::nanoTime);
    private Budget budget = new Budget(BudgetConfig.DEFAULT, clock);
    private boolean closing;

    @Test
    void busyEndpoint_isAskedAgainAfterTheWaitItNamed() {
        ScriptedJudge judge = new ScriptedJudge(failed(Scope.ENDPOINT_BUSY, Duration.ofSeconds(7), 0L), GOOD);
        Result result = run(judge);
        assertEquals(List.of(Duration.ofSeconds(7)), pauses);
        assertEquals(2, result.attempts());
        assertEquals(100L, result.costNanoUsd());
        assertInstanceOf(Judged.class, result.outcome());
    }

    @Test
    void everyAttempt_isCountedAndPaidFor() {
        Failed parse = new Failed(ScoreStatus.PARSE_ERROR, "not_json", Scope.REPLY, null, 40L, 5);
        Result result = run(new ScriptedJudge(parse, parse, parse, parse, parse));
        assertEquals(4, result.attempts());
        assertEquals(160L, result.costNanoUsd());
        assertEquals(20, result.latencyMicros());
        assertEquals(4, budget.spent().calls());
    }

    @Test
    void oneUnknownCost_makesTheSumUnknown() {
        Result result = run(new ScriptedJudge(failed(Scope.ENDPOINT_DOWN, null, null), GOOD));
        assertNull(result.costNanoUsd());
    }

    @Test
    void taskFault_isNotTriedAgain() {
        ScriptedJudge judge = new ScriptedJudge(failed(Scope.TASK, null, 0L), GOOD);
        assertEquals(1, run(judge).attempts());
        assertEquals(List.of(), pauses);
    }

    @Test
    void spentBudget_dropsWithoutACall() {
        budget = new Budget(new BudgetConfig(null, 1), clock);
        ScriptedJudge judge = new ScriptedJudge(GOOD, GOOD);
        run(judge);
        Result dropped = run(judge);
        assertEquals(
                ScoreStatus.BUDGET_DROP,
                assertInstanceOf(Failed.class, dropped.outcome()).status());
        assertEquals(0, dropped.attempts());
        assertEquals(1, judge.calls());
    }

    @Test
    void unknownPrice_isDroppedWhereMoneyIsLimited() {
        budget = new Budget(new BudgetConfig("100", 0), clock);
        ScriptedJudge judge = new ScriptedJudge(GOOD).priced(null);
        assertEquals(
                ScoreStatus.BUDGET_DROP,
                assertInstanceOf(Failed.class, run(judge).outcome()).status());
        assertEquals(0, judge.calls());
    }

    @Test
    void openCircuit_makesTheTaskWaitAndNotFail() {
        for (int i = 0; i < 3; i++) {
            circuit.failed();
        }
        Result result = run(new ScriptedJudge(GOOD));
        assertInstanceOf(Judged.class, result.outcome());
        assertEquals(List.of(Duration.ofSeconds(30)), pauses);
    }

    @Test
    void deadEndpoint_opensTheCircuit() {
        Failed down = failed(Scope.ENDPOINT_DOWN, null, 0L);
        Attempts attempts = attempts(new ScriptedJudge(down, down, down, down, GOOD));
        assertEquals("", attempts.hampered());
        attempts.at(TASK);
        assertEquals(Duration.ofSeconds(30), circuit.ask());
        assertEquals("its endpoint fails, tasks wait: " + down.error(), attempts.hampered());
        circuit.succeeded();
        assertEquals("", attempts.hampered());
    }

    @Test
    void closingWhileWaiting_givesTheTaskBack() {
        closing = true;
        assertNull(attempts(new ScriptedJudge(failed(Scope.ENDPOINT_DOWN, null, 0L), GOOD))
                .at(TASK));
    }

    @Test
    void bugInAJudge_costsOneScore() {
        Result result = run(new ScriptedJudge().local());
        assertEquals(
                "bug_ArrayIndexOutOfBoundsException",
                assertInstanceOf(Failed.class, result.outcome()).error());
    }

    private Result run(ScriptedJudge judge) {
        Result result = attempts(judge).at(TASK);
        assertNotNull(result);
        return result;
    }

    private Attempts attempts(ScriptedJudge judge) {
        Pause pause = time -> {
            pauses.add(time);
            clock.advance(time);
            return !closing;
        };
        Retry retry = new Retry(RetryConfig.DEFAULT, () -> 0);
        JudgeMetrics metrics = new JudgeMetrics(new SimpleMeterRegistry());
        return new Attempts(judge, budget, retry, circuit, pause, metrics, clock::nanoTime);
    }

    private static Failed failed(Scope scope, @Nullable Duration retryAfter, @Nullable Long cost) {
        return new Failed(ScoreStatus.JUDGE_ERROR, "test", scope, retryAfter, cost, 5);
    }

    static Outcome good() {
        return GOOD;
    }
}
