package dev.weir.judge.limits;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * When calls to an endpoint stop for a while.
 *
 * @param failures failures in a row that open the circuit
 * @param openFor how long it stays open before one probe is let through
 */
public record CircuitConfig(int failures, Duration openFor) {

    public static final CircuitConfig DEFAULT = new CircuitConfig(5, Duration.ofSeconds(30));

    /** Every problem as {@code key = value: expected …}. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (failures < 1) {
            problems.add("failures = " + failures + ": expected 1 or more");
        }
        if (openFor.isNegative() || openFor.isZero()) {
            problems.add("open_for = " + openFor + ": expected more than zero");
        }
        return problems;
    }
}
