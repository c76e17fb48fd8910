package dev.weir.alerting.rules;

import dev.weir.schemas.SpenderKey;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * All rules, in the order of their file.
 *
 * @param rules with names that differ, but for the steps of a budget, which share one
 */
public record RuleSet(List<AlertRule> rules) {

    public RuleSet {
        rules = List.copyOf(rules);
    }

    /**
     * The exact "slower than" counters that the topology has to keep for these rules, as {@code WindowStats.slower_than}
     * names them: {@code latency_ms>5000}. Whole milliseconds only; a rule on a fraction is decided by the sketch.
     */
    public SortedSet<String> thresholds() {
        SortedSet<String> keys = new TreeSet<>();
        for (AlertRule rule : rules) {
            if (rule.condition() instanceof Condition.Threshold threshold
                    && rule.measure() instanceof TrafficMeasure measure
                    && measure.countsSlower()
                    && threshold.bound() >= 0
                    && threshold.bound() == Math.rint(threshold.bound())) {
                keys.add(measure.wireName() + ">" + Numbers.plain(threshold.bound()));
            }
        }
        return keys;
    }

    /** Kinds of spenders that budgets are about. */
    public Set<SpenderKey.Kind> budgeted() {
        Set<SpenderKey.Kind> kinds = EnumSet.noneOf(SpenderKey.Kind.class);
        budgets().forEach(rule -> kinds.add(((Condition.Budget) rule.condition()).by()));
        return kinds;
    }

    /** Spenders that a budget names exactly, with their tenant, in whatever environment. */
    public Set<SpenderKey.Named> named() {
        Set<SpenderKey.Named> named = new HashSet<>();
        for (AlertRule rule : budgets()) {
            Condition.Budget budget = (Condition.Budget) rule.condition();
            Matcher.Text spender =
                    budget.by() == SpenderKey.Kind.TENANT ? rule.series().tenant() : budget.spender();
            if (rule.series().tenant() instanceof Matcher.Exact tenant && spender instanceof Matcher.Exact name) {
                named.add(new SpenderKey.Named(tenant.text(), budget.by(), name.text()));
            }
        }
        return named;
    }

    /** The steps of all budgets. */
    public List<AlertRule> budgets() {
        return rules.stream()
                .filter(rule -> rule.condition() instanceof Condition.Budget)
                .toList();
    }

    /** The rule behind an alert: of that name, and with that fingerprint for its subject. */
    public Optional<AlertRule> rule(String name, Subject subject, String fingerprint) {
        return rules.stream()
                .filter(rule -> rule.name().equals(name))
                .filter(rule -> rule.fingerprint(subject).equals(fingerprint))
                .findFirst();
    }

    /** The rule of a name; of a budget, its first step. */
    public Optional<AlertRule> rule(String name) {
        return rules.stream().filter(rule -> rule.name().equals(name)).findFirst();
    }
}
