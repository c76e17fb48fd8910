package dev.weir.alerting.rules;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * All rules, in the order of their file.
 *
 * @param rules with names that differ
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

    /** The rule of a name. */
    public Optional<AlertRule> rule(String name) {
        return rules.stream().filter(rule -> rule.name().equals(name)).findFirst();
    }
}
