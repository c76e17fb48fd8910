package dev.weir.judge.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsConfigTest {

    @Test
    void defaults_haveNoProblems() {
        assertEquals(List.of(), BudgetConfig.DEFAULT.problems());
        assertEquals(List.of(), RetryConfig.DEFAULT.problems());
        assertEquals(List.of(), CircuitConfig.DEFAULT.problems());
    }

    @Test
    void everyProblem_isNamedAtOnce() {
        assertEquals(
                List.of(
                        "daily_usd = lots: expected a decimal number of dollars from 0 to 9e9",
                        "daily_calls = -1: expected 0 (no limit) or more"),
                new BudgetConfig("lots", -1).problems());
        assertEquals(1, new BudgetConfig("-1", 0).problems().size());
        assertEquals(
                4,
                new RetryConfig(0, Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(1))
                        .problems()
                        .size());
        assertEquals(2, new CircuitConfig(0, Duration.ZERO).problems().size());
    }
}
