package dev.weir.alerting.rules;

import dev.weir.alerting.window.Subject;
import dev.weir.alerting.window.Window;
import dev.weir.schemas.SpenderKey;
import dev.weir.schemas.View;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
            if (rule.kind() instanceof ThresholdRule threshold
                    && rule.measure() instanceof TrafficMeasure measure
                    && measure.countsSlower()
                    && threshold.bound() >= 0
                    && threshold.bound() == Math.rint(threshold.bound())) {
                keys.add(measure.wireName() + ">" + Numbers.plain(threshold.bound()));
            }
        }
        return keys;
    }

    /** Views that the topology has to count for these rules, besides each series. */
    public SortedSet<View> views() {
        SortedSet<View> views = new TreeSet<>();
        rules.forEach(rule -> rule.scope().demandedView().ifPresent(views::add));
        return views;
    }

    /** Kinds of spenders that budgets are about. */
    public Set<SpenderKey.Kind> budgeted() {
        Set<SpenderKey.Kind> kinds = EnumSet.noneOf(SpenderKey.Kind.class);
        rules.forEach(rule -> rule.scope().demandedSpenders().ifPresent(kinds::add));
        return kinds;
    }

    /** Spenders that a budget names exactly, with their tenant, in whatever environment. */
    public Set<SpenderKey.Named> named() {
        return rules.stream()
                .flatMap(rule -> rule.scope().namedSpender().stream())
                .collect(Collectors.toSet());
    }

    /** The rules that look at a window. */
    public List<AlertRule> watching(Window window) {
        return rules.stream().filter(rule -> rule.watches(window)).toList();
    }

    /** The rule behind an alert: of that name, still watching its subject, and with that fingerprint for it. */
    public Optional<AlertRule> rule(String name, Subject subject, String fingerprint) {
        return rules.stream()
                .filter(rule -> rule.name().equals(name) && rule.scope().covers(subject))
                .filter(rule -> rule.fingerprint(subject).equals(fingerprint))
                .findFirst();
    }

    /** The rule of a name; of a budget, its first step. */
    public Optional<AlertRule> rule(String name) {
        return rules.stream().filter(rule -> rule.name().equals(name)).findFirst();
    }
}
