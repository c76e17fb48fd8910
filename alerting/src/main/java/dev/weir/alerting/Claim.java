package dev.weir.alerting;

import dev.weir.alerting.rules.AlertRule;
import dev.weir.alerting.rules.Condition;
import dev.weir.schemas.SeriesKey;
import java.util.Locale;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What an alert says, apart from the numbers of a window; kept with the alert, so that it can end properly when its rule is
 * gone.
 *
 * @param alertId fingerprint
 * @param series text form of the series
 * @param trend whether the rule compares with the past
 * @param threshold in the unit; absent where the rule has none
 */
record Claim(
        String alertId,
        String series,
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

    static Claim of(AlertRule rule, SeriesKey series, String alertId) {
        return new Claim(
                alertId,
                series.text(),
                rule.name(),
                rule.version(),
                rule.readsQuality() ? WindowSource.QUALITY : WindowSource.STATS,
                !(rule.condition() instanceof Condition.Threshold),
                rule.severity(),
                rule.identity(series),
                rule.measure().wireName(),
                rule.statistic(),
                operator(rule.condition()),
                rule.condition() instanceof Condition.Threshold threshold ? Double.valueOf(threshold.bound()) : null,
                rule.measure().unit());
    }

    private static String operator(Condition condition) {
        if (condition instanceof Condition.Threshold threshold) {
            return threshold.side().operator();
        }
        if (condition instanceof Condition.Shift shift) {
            return shift.settings().direction().name().toLowerCase(Locale.ROOT);
        }
        return ((Condition.Slide) condition).settings().direction().name().toLowerCase(Locale.ROOT);
    }
}
