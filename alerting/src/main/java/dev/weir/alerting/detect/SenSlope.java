package dev.weir.alerting.detect;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Size of a trend: the median of the slopes between all pairs of values, which no single value can move far. Quadratic
 * time and memory. Source: Sen, Journal of the American Statistical Association 63 (1968).
 */
public final class SenSlope {

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private SenSlope() {}

    /** Units per window; 0 for fewer than two values. */
    public static double of(double[] x) {
        double[] slopes = sortedSlopes(x);
        return slopes.length == 0 ? 0 : median(slopes);
    }

    /** Value of the line at the first window: the median of {@code x_i - slope * i}; at least one value. */
    public static double intercept(double[] x, double slope) {
        double[] levels = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            levels[i] = x[i] - slope * i;
        }
        Arrays.sort(levels);
        return median(levels);
    }

    /**
     * Bounds of the slope from the variance of the Mann-Kendall statistic.
     *
     * @param variance of S, above 0
     * @param confidence two-sided coverage, in (0, 1)
     * @return lower and upper bound
     */
    public static double[] bounds(double[] x, double variance, double confidence) {
        double[] slopes = sortedSlopes(x);
        double half = NORMAL.inverseSurvivalProbability((1 - confidence) / 2) * Math.sqrt(variance);
        double rank = (slopes.length - half) / 2;
        int low = (int) Math.max(0, Math.floor(rank) - 1);
        int high = (int) Math.min(slopes.length - 1.0, Math.ceil(rank + half));
        return new double[] {slopes[low], slopes[high]};
    }

    private static double[] sortedSlopes(double[] x) {
        double[] slopes = new double[x.length * (x.length - 1) / 2];
        int at = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = i + 1; j < x.length; j++) {
                slopes[at++] = (x[j] - x[i]) / (j - i);
            }
        }
        Arrays.sort(slopes);
        return slopes;
    }

    private static double median(double[] sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
