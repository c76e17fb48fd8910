package dev.weir.topology.evaluation;

import dev.weir.schemas.Means;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How evaluations that others made find the calls they are of.
 */
public record EvaluationsConfig(
        @Means("how long an evaluation of another evaluator can be matched to a call; 0: never, "
                + "evaluations are only counted")
        Duration retention,

        @Means("how long an evaluation waits for its call") Duration patience,

        @Means("calls that can be matched in each partition, by their span and again by their response "
                + "id, at 100 bytes of heap and disk; beyond it the oldest are evicted early, and counted")
        int maxCalls,

        @Means("evaluations that wait in each partition; beyond it the oldest expire early, and are counted")
        int maxWaiting) {

    public static final EvaluationsConfig DEFAULT =
            new EvaluationsConfig(Duration.ofHours(6), Duration.ofMinutes(10), 200_000, 10_000);

    private static final int MOST_CALLS = 50_000_000;
    private static final int MOST_WAITING = 1_000_000;

    /** Every problem as {@code key = value: expected …}. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (retention.isNegative()) {
            problems.add("retention = " + retention + ": expected 0 or more");
        }
        if (patience.isNegative()) {
            problems.add("patience = " + patience + ": expected 0 or more");
        }
        if (maxCalls < 1 || maxCalls > MOST_CALLS) {
            problems.add("max_calls = " + maxCalls + ": expected 1 to " + MOST_CALLS);
        }
        if (maxWaiting < 1 || maxWaiting > MOST_WAITING) {
            problems.add("max_waiting = " + maxWaiting + ": expected 1 to " + MOST_WAITING);
        }
        return problems;
    }
}
