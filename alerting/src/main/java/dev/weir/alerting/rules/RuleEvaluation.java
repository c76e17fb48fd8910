package dev.weir.alerting.rules;

import dev.weir.alerting.detect.Detector;
import dev.weir.alerting.detect.Finding;
import org.jspecify.annotations.Nullable;

/**
 * A rule's word on one window.
 *
 * @param finding verdict and numbers
 * @param detector memory of a trend rule from now on; absent for thresholds, which remember nothing
 */
public record RuleEvaluation(Finding finding, @Nullable Detector detector) {

    /** A threshold's word, from this window alone. */
    public static RuleEvaluation ofThreshold(AlertRule rule, Condition.Threshold threshold, Observation observation) {
        return new RuleEvaluation(ThresholdCheck.of(threshold, rule.quantile(), rule.minCalls(), observation), null);
    }

    /**
     * A trend's word, from this window and what it remembers.
     *
     * @param detector memory so far; absent: none
     */
    public static RuleEvaluation ofTrend(AlertRule rule, @Nullable Detector detector, Observation observation) {
        TrendCheck.Outcome outcome = TrendCheck.of(rule, detector, observation);
        return new RuleEvaluation(outcome.finding(), outcome.detector());
    }
}
