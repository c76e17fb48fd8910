package dev.weir.alerting;

import dev.weir.alerting.rules.AlertRule;
import dev.weir.alerting.rules.BudgetMeasure;
import dev.weir.alerting.rules.Condition;
import dev.weir.alerting.rules.Subject;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.SpenderKey;
import java.util.Locale;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What an alert says, apart from the numbers of a window; kept with the alert, so that it can end properly when its rule is
 * gone.
 *
 * @param alertId fingerprint
 * @param subject text form of the series or spender
 * @param trend whether the rule compares with the past
 * @param threshold in the unit; absent where the rule has none
 */
record Claim(
        String alertId,
        String subject,
        String rule,
        String ruleVersion,
        WindowSource source,
        boolean trend,
        String severity,
        SortedMap<String, String> labels,
        String metric,
        String statistic,
        String operator,
        @Nullable Double threshold,
        String unit) {

    static Claim of(AlertRule rule, Subject subject, String alertId) {
        return new Claim(
                alertId,
                subject.text(),
                rule.name(),
                rule.version(),
                source(rule),
                rule.condition() instanceof Condition.Shift || rule.condition() instanceof Condition.Slide,
                rule.severity(),
                rule.identity(subject),
                rule.measure().wireName(),
                rule.statistic(),
                operator(rule),
                threshold(rule.condition()),
                rule.measure().unit());
    }

    /** The subject. */
    Subject about() {
        return source == WindowSource.SPEND
                ? new Subject.Spender(SpenderKey.parse(subject))
                : new Subject.Series(SeriesKey.parse(subject));
    }

    private static WindowSource source(AlertRule rule) {
        if (rule.condition() instanceof Condition.Budget) {
            return WindowSource.SPEND;
        }
        return rule.readsQuality() ? WindowSource.QUALITY : WindowSource.STATS;
    }

    private static @Nullable Double threshold(Condition condition) {
        if (condition instanceof Condition.Budget budget) {
            return budget.bound();
        }
        return condition instanceof Condition.Threshold threshold ? Double.valueOf(threshold.bound()) : null;
    }

    private static String operator(AlertRule rule) {
        Condition condition = rule.condition();
        if (rule.measure() instanceof BudgetMeasure measure) {
            return measure.brokenWhenReached() ? ">=" : ">";
        }
        if (condition instanceof Condition.Threshold threshold) {
            return threshold.side().operator();
        }
        if (condition instanceof Condition.Shift shift) {
            return shift.settings().direction().name().toLowerCase(Locale.ROOT);
        }
        return ((Condition.Slide) condition).settings().direction().name().toLowerCase(Locale.ROOT);
    }
}
