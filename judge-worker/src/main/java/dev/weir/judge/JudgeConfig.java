package dev.weir.judge;

import dev.weir.judge.judges.LlmConfig;
import dev.weir.judge.judges.LlmJudge;
import dev.weir.judge.judges.RulesJudge;
import dev.weir.judge.limits.BudgetConfig;
import dev.weir.judge.limits.CircuitConfig;
import dev.weir.judge.limits.RetryConfig;
import dev.weir.judge.queue.QueueConfig;
import dev.weir.schemas.Means;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The judge worker.
 */
public record JudgeConfig(
        @Means("judges of a task that names none: `rules`, `llm-judge`")
        List<String> evaluators,

        @Means("tasks judged at a time") int concurrency,

        @Means("how long closing waits for tasks in flight before it gives them back")
        Duration closeTimeout,

        QueueConfig queue,
        LlmConfig llm,
        BudgetConfig budget,
        RetryConfig retry,
        CircuitConfig circuit) {

    public static final JudgeConfig DEFAULT = new JudgeConfig(
            List.of(RulesJudge.ID),
            8,
            Duration.ofSeconds(30),
            QueueConfig.DEFAULT,
            LlmConfig.DEFAULT,
            BudgetConfig.DEFAULT,
            RetryConfig.DEFAULT,
            CircuitConfig.DEFAULT);

    private static final List<String> KNOWN = List.of(RulesJudge.ID, LlmJudge.ID);

    public JudgeConfig {
        evaluators = List.copyOf(evaluators);
    }

    /** Every problem as {@code key = value: expected …}. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (evaluators.isEmpty()
                || !KNOWN.containsAll(evaluators)
                || new HashSet<>(evaluators).size() < evaluators.size()) {
            problems.add("evaluators = " + evaluators + ": expected one or both of " + KNOWN);
        }
        if (concurrency < 1 || concurrency > 512) {
            problems.add("concurrency = " + concurrency + ": expected 1 to 512");
        }
        if (closeTimeout.isNegative()) {
            problems.add("close_timeout = " + closeTimeout + ": expected zero or more");
        }
        add("queue.", queue.problems(), problems);
        add("llm.", llm.problems(), problems);
        add("budget.", budget.problems(), problems);
        add("retry.", retry.problems(), problems);
        add("circuit.", circuit.problems(), problems);
        if (evaluators.contains(LlmJudge.ID)) {
            addBudgetProblem(problems);
        }
        return problems;
    }

    private void addBudgetProblem(List<String> problems) {
        boolean priced = llm.inputUsdPerMillion() != null && llm.outputUsdPerMillion() != null;
        if (budget.dailyUsd() != null && !priced) {
            problems.add("budget.daily_usd = " + budget.dailyUsd()
                    + ": expected llm.input_usd_per_million and llm.output_usd_per_million too,"
                    + " because calls of unknown price are refused");
        }
    }

    private static void add(String section, List<String> of, List<String> problems) {
        of.forEach(problem -> problems.add(section + problem));
    }
}
