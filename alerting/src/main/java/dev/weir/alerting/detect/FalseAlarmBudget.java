package dev.weir.alerting.detect;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * From "at most so many false alarms a week in the whole fleet" to the decision limit of a {@link Cusum}.
 *
 * <p>Mean windows between false alarms of one arm: {@code (e^b - b - 1) / (2 k^2)}, {@code b = 2 k (h + 1.166)};
 * Siegmund, Sequential Analysis (1985), section 2.6; within 1 % of the exact value at k = 0.5. Holds for independent
 * standard normal scores; {@link #normalScore} and {@link #longRunScale} bring window estimates to that.
 */
public final class FalseAlarmBudget {

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final double OVERSHOOT = 1.166;
    private static final double LARGEST_EXPONENT = 600;
    private static final double MAX_CORRELATION = 0.8;

    private FalseAlarmBudget() {}

    /** Mean windows between false alarms of one arm, allowance {@code k > 0}, limit {@code h > 0}, both in standard errors. */
    public static double windowsBetween(double k, double h) {
        double b = 2 * k * (h + OVERSHOOT);
        return (Math.exp(b) - b - 1) / (2 * k * k);
    }

    /**
     * Limit that keeps the budget.
     *
     * @param k allowance in standard errors
     * @param series series that the rule watches
     * @param windowsPerWeek windows of each series in a week
     * @param arms one-sided statistics per series, 1 or 2
     * @param falseAlarmsPerWeek budget of the fleet, above 0
     * @return in standard errors, 0 or more, to within 1e-12
     */
    public static double limit(double k, long series, double windowsPerWeek, int arms, double falseAlarmsPerWeek) {
        double wanted = series * windowsPerWeek * arms / falseAlarmsPerWeek;
        double low = 0;
        double high = LARGEST_EXPONENT / (2 * k);
        for (int i = 0; i < 200 && high - low > 1e-13 * Math.max(1, high); i++) {
            double middle = (low + high) / 2;
            if (windowsBetween(k, middle) < wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /**
     * Standard normal score with the tail probability of a t score; a t score of few degrees of freedom fed as it is
     * would alarm thirty times too often.
     *
     * @param t in standard errors
     * @param df degrees of freedom, above 0; may be fractional
     */
    public static double normalScore(double t, double df) {
        double tail = TDistribution.of(df).cumulativeProbability(-Math.abs(t));
        double z = NORMAL.inverseSurvivalProbability(Math.max(tail, Double.MIN_NORMAL));
        return t < 0 ? -z : z;
    }

    /**
     * Factor that a lag-1 autocorrelation puts on the long-run spread of scores; divide the scores by it.
     *
     * @param r1 autocorrelation, clipped to [0, 0.8]
     */
    public static double longRunScale(double r1) {
        double r = Math.min(MAX_CORRELATION, Math.max(0, r1));
        return Math.sqrt((1 + r) / (1 - r));
    }
}
