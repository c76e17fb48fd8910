package dev.weir.judge.limits;

import dev.weir.schemas.Means;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * When calls to an endpoint stop for a while.
 */
public record CircuitConfig(
        @Means("failures in a row after which calls stop for a while (circuit breaker)")
        int failures,

        @Means("how long calls stop before one probe is sent")
        Duration openFor) {

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
