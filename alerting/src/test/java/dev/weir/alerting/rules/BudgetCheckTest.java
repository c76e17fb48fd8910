package dev.weir.alerting.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.alerting.detect.Finding;
import dev.weir.alerting.detect.Verdict;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** When a budget is used up, and what a month is going to cost. */
class BudgetCheckTest {

    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 2);

    private static List<AlertRule> budget(String limit) throws InvalidRulesException {
        return RuleFile.parse("b.yaml", """
                groups:
                  - name: money
                    rules:
                      - {alert: B, kind: budget, by: user, per: hour, %s}
                """.formatted(limit)).rules();
    }

    private static Finding check(AlertRule rule, Spent spent) {
        return BudgetCheck.spent(rule, (Condition.Budget) rule.condition(), spent);
    }

    private static Spent usd(double usd, long unpriced) {
        return new Spent(10, unpriced, Math.round(usd * 1e9), 100, 50L);
    }

    @Test
    void eachStep_isBrokenWhenItIsReached() throws InvalidRulesException {
        List<AlertRule> steps = budget("usd: 5");
        assertEquals(Verdict.CLEAR, check(steps.get(0), usd(3.999999999, 0)).verdict());
        assertEquals(Verdict.BREACH, check(steps.get(0), usd(4, 0)).verdict());
        assertEquals(Verdict.CLEAR, check(steps.get(1), usd(4.999999999, 0)).verdict());
        assertEquals(Verdict.BREACH, check(steps.get(1), usd(5, 0)).verdict());
        assertEquals(5.0, check(steps.get(1), usd(5, 0)).value());
    }

    @Test
    void stepOfALimit_isTheDecimalProduct() throws InvalidRulesException {
        Condition.Budget step = (Condition.Budget) budget("usd: 0.05").get(0).condition();
        assertEquals(0.04, step.bound());
    }

    @Test
    void callsOfUnknownCost_canBreakABudgetButNotClearIt() throws InvalidRulesException {
        AlertRule whole = budget("usd: 5").get(1);
        assertEquals(Verdict.BREACH, check(whole, usd(5, 1)).verdict());
        assertEquals(Verdict.INSUFFICIENT, check(whole, usd(1, 1)).verdict());
        Finding unknown = check(whole, usd(0, 10));
        assertEquals(Verdict.INSUFFICIENT, unknown.verdict());
        assertEquals(null, unknown.value(), "unknown, not zero");
    }

    @Test
    void limitOfOneRequest_isBrokenWhenItIsPassed() throws InvalidRulesException {
        List<AlertRule> limit = budget("input_tokens_per_request: 50");
        assertEquals(1, limit.size(), "one step");
        assertEquals(Verdict.INSUFFICIENT, check(limit.get(0), usd(1, 0)).verdict());
        assertEquals(
                Verdict.BREACH, check(limit.get(0), new Spent(1, 0, 0, 60, 51L)).verdict());
        assertEquals(
                Verdict.INSUFFICIENT,
                check(limit.get(0), new Spent(1, 0, 0, 0, null)).verdict());
    }

    @Test
    void forecast_ofEvenDays_isTheDaysOfTheMonth() {
        SortedMap<LocalDate, Double> days = new TreeMap<>();
        for (int day = 1; day <= 10; day++) {
            days.put(LocalDate.of(2026, 11, day), 2.0);
        }
        assertEquals(60.0, BudgetCheck.monthEnd(days).orElseThrow(), 1e-9);
        days.put(LocalDate.of(2026, 11, 11), 0.5);
        assertEquals(60.0, BudgetCheck.monthEnd(days).orElseThrow(), 1e-9, "today is not over");
        days.put(LocalDate.of(2026, 11, 11), 7.0);
        assertEquals(65.0, BudgetCheck.monthEnd(days).orElseThrow(), 1e-9, "today is over its usual cost");
    }

    @Test
    void forecast_knowsWeekendsOnceItHasSeenTwo_andDaysWithoutCallsCostNothing() {
        SortedMap<LocalDate, Double> days = new TreeMap<>();
        for (LocalDate day = MONDAY.minusDays(14); !day.isAfter(MONDAY); day = day.plusDays(1)) {
            if (day.getDayOfWeek().getValue() <= 5) {
                days.put(day, 10.0);
            }
        }
        // Given Monday 2 November: 1 November was a Sunday without calls; 21 working days in the month, one of them
        // today
        assertEquals(210.0, BudgetCheck.monthEnd(days).orElseThrow(), 1e-9);
    }

    @Test
    void forecast_ofFewDays_isUnknown() {
        SortedMap<LocalDate, Double> days = new TreeMap<>();
        days.put(MONDAY, 1.0);
        assertEquals(OptionalDouble.empty(), BudgetCheck.monthEnd(days));
        days.put(MONDAY.plusDays(2), 1.0);
        assertEquals(OptionalDouble.empty(), BudgetCheck.monthEnd(days));
        days.put(MONDAY.plusDays(3), 1.0);
        assertTrue(BudgetCheck.monthEnd(days).isPresent());
    }
}
