package dev.weir.topology.evaluation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How evaluations that others made find the calls they are of.
 *
 * @param retention arrival time for which a call can be found; 0: none ever is, evaluations are counted and no more
 * @param patience arrival time for which an evaluation waits for a call that has not been read
 * @param maxCalls calls that can be found in each partition; beyond it the oldest are forgotten early, and counted
 * @param maxWaiting evaluations that wait in each partition; beyond it the oldest are given up early, and counted
 */
public record EvaluationsConfig(Duration retention, Duration patience, int maxCalls, int maxWaiting) {

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
