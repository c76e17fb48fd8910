package dev.weir.alerting.detect;

import dev.weir.alerting.avro.BaselineState;
import java.util.List;

/**
 * Frozen level of a series: mean, spread and autocorrelation of its windows while nothing was wrong.
 *
 * @param mean mean of the windows' values
 * @param sd spread between windows, 0 or more; holds whatever wobbles beyond the sampling error
 * @param r1 lag-1 autocorrelation, for {@link FalseAlarmBudget#longRunScale}
 * @param windows windows it was learnt from, 2 or more
 */
public record Baseline(double mean, double sd, double r1, int windows) {

    /** Largest score one window can have, so that a single wild window is never a level shift. */
    static final double LARGEST_SCORE = 4;

    /** The level of these values, 2 or more, oldest first. */
    static Baseline of(List<Double> values) {
        double[] x = values.stream().mapToDouble(Double::doubleValue).toArray();
        double mean = 0;
        for (double value : x) {
            mean += value / x.length;
        }
        double squares = 0;
        for (double value : x) {
            squares += (value - mean) * (value - mean);
        }
        return new Baseline(mean, Math.sqrt(squares / (x.length - 1)), Autocorrelation.lagOne(x), x.length);
    }

    BaselineState stored() {
        return new BaselineState(mean, sd, r1, windows);
    }

    static Baseline restore(BaselineState stored) {
        return new Baseline(stored.getMean(), stored.getSd(), stored.getR1(), stored.getWindows());
    }

    /**
     * Standard normal score of a window: its distance from the mean in its own standard error or the spread between
     * windows, whichever is larger, brought from t to normal, divided by the long-run scale, within &plusmn;4.
     */
    double score(Point point) {
        double spread = sd * Math.sqrt(1 + 1.0 / windows);
        boolean ownError = point.se() > spread;
        double scale = ownError ? point.se() : spread;
        double distance = point.value() - mean;
        if (scale <= 0) {
            return Math.signum(distance) * LARGEST_SCORE;
        }
        double z = FalseAlarmBudget.normalScore(distance / scale, ownError ? point.df() : windows - 1.0);
        double scaled = z / FalseAlarmBudget.longRunScale(r1);
        return Math.max(-LARGEST_SCORE, Math.min(LARGEST_SCORE, scaled));
    }
}
