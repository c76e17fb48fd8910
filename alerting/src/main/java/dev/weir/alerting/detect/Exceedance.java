package dev.weir.alerting.detect;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Exact test of "the q-quantile is above T" from the count of values above T.
 *
 * <p>With {@code n} independent values and a q-quantile of at most T, the count above T is at most binomial with rate
 * {@code 1 - q}; so {@code P(Bin(n, 1 - q) >= count) <= alpha} alarms in at most a share {@code alpha} of the windows that
 * keep the objective, for every {@code n}. Comparing the sample quantile with T alarms in about half of them. Cost: some
 * microseconds, no allocation worth naming.
 */
public final class Exceedance {

    private Exceedance() {}

    /**
     * Probability of at least this many values above T when the q-quantile is T.
     *
     * @param above values above T, in [0, n]
     * @param n values, 0 or more
     * @param q in (0, 1)
     * @return in (0, 1]; 1 without values
     */
    public static double tooMany(long above, long n, double q) {
        check(above, n, q);
        return above == 0 ? 1 : BinomialDistribution.of(size(n), 1 - q).survivalProbability(size(above) - 1);
    }

    /** Probability of at most this many values above T when the q-quantile is T; 1 without values. */
    public static double tooFew(long above, long n, double q) {
        check(above, n, q);
        return n == 0 ? 1 : BinomialDistribution.of(size(n), 1 - q).cumulativeProbability(size(above));
    }

    /**
     * Smallest count above T that is significant.
     *
     * @param alpha share of false alarms, in (0, 1)
     * @return in [1, n], or {@code n + 1} when no count of so few values is
     */
    public static long smallestSignificant(long n, double q, double alpha) {
        long low = 1;
        long high = n + 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (tooMany(middle, n, q) <= alpha) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static int size(long n) {
        return Math.toIntExact(n);
    }

    private static void check(long above, long n, double q) {
        if (above < 0 || above > n) {
            throw new IllegalArgumentException("above = " + above + ": expected 0 to " + n);
        }
        if (!(q > 0 && q < 1)) {
            throw new IllegalArgumentException("q = " + q + ": expected a number between 0 and 1");
        }
    }
}
