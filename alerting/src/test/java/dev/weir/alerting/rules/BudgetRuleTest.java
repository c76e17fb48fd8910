package dev.weir.alerting.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.alerting.detect.Finding;
import dev.weir.alerting.detect.Verdict;
import dev.weir.alerting.window.Spent;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When a budget is used up. */
class BudgetRuleTest extends RuleKindContract {

    @Override
    String yaml() {
        return "{alert: Rule, kind: budget, by: user, per: hour, usd: 5}";
    }

    @Override
    List<Observation> story(long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, 60)
                .mapToObj(i -> (Observation) new Observation.Amount(i / 10.0 + random.nextDouble() / 10, false, i + 1))
                .toList();
    }

    private static List<AlertRule> budget(String limit) throws InvalidRulesException {
        return RuleFile.parse("b.yaml", """
                groups:
                  - name: money
                    rules:
                      - {alert: B, kind: budget, by: user, per: hour, %s}
                """.formatted(limit)).rules();
    }

    private static Finding check(AlertRule rule, Spent spent) {
        Observation observation = ((BudgetMeasure) rule.measure()).read(spent);
        return rule.kind().start().observe(Instant.EPOCH, observation).finding();
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
        assertEquals(0.04, budget("usd: 0.05").get(0).kind().threshold());
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
}
