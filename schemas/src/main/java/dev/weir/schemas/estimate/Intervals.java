package dev.weir.schemas.estimate;

import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Confidence intervals and exact tail probabilities for means, rates and quantiles.
 *
 * <p>Every method is a pure function. {@code confidence} is the nominal two-sided coverage, in (0, 1), usually
 * {@link #CONFIDENCE}. Intervals that need a quantile of Student's t or of the beta distribution cost some
 * microseconds, the others some ten nanoseconds. Arguments outside their stated range are refused with an
 * {@link IllegalArgumentException}.
 */
public final class Intervals {

    /** Coverage of every interval that Weir publishes. */
    public static final double CONFIDENCE = 0.95;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final double Z_95 = NORMAL.inverseSurvivalProbability((1 - CONFIDENCE) / 2);

    private Intervals() {}

    /**
     * Wilson's score interval of a rate; defined at 0 and 1, and for fractional sample sizes.
     *
     * <p>With weights, {@code rate} is the Hájek mean and {@code n} the effective sample size. Source: Wilson, JASA 22
     * (1927).
     *
     * @param rate in [0, 1]
     * @param n above 0
     * @return within [0, 1]
     */
    public static Interval wilson(double rate, double n, double confidence) {
        require(rate >= 0 && rate <= 1, "rate", rate, "in [0, 1]");
        require(n > 0, "n", n, "above 0");
        double z = normalQuantile(confidence);
        double shrink = 1 + z * z / n;
        double centre = (rate + z * z / (2 * n)) / shrink;
        double half = z * Math.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n)) / shrink;
        double low = rate == 0 ? 0 : Math.max(0, centre - half);
        double high = rate == 1 ? 1 : Math.min(1, centre + half);
        return new Interval(low, high);
    }

    /**
     * Student's t interval around a Hájek mean with {@code max(1, nEff - 1)} degrees of freedom.
     *
     * @param variance of the mean, 0 or more; a variance of 0 gives an interval of width 0
     * @param nEff effective sample size, above 0
     */
    public static Interval hajek(double mean, double variance, double nEff, double confidence) {
        require(variance >= 0, "variance", variance, "0 or more");
        require(nEff > 0, "nEff", nEff, "above 0");
        double t = TDistribution.of(Math.max(1, nEff - 1)).inverseSurvivalProbability(tail(confidence));
        double half = t * Math.sqrt(variance);
        return new Interval(mean - half, mean + half);
    }

    /**
     * Clopper and Pearson's interval of a rate: covers at least at its nominal rate, never less.
     *
     * @param hits in [0, trials]
     * @param trials 1 or more
     */
    public static Interval clopperPearson(long hits, long trials, double confidence) {
        requireCounts(hits, trials);
        double tail = tail(confidence);
        double low =
                hits == 0 ? 0 : BetaDistribution.of(hits, trials - hits + 1.0).inverseCumulativeProbability(tail);
        double high = hits == trials
                ? 1
                : BetaDistribution.of(hits + 1.0, trials - hits).inverseSurvivalProbability(tail);
        return new Interval(low, high);
    }

    /**
     * Jeffreys' interval of a rate: quantiles of Beta(hits + 1/2, misses + 1/2), the lower bound 0 without a hit and the
     * upper bound 1 without a miss. Source: Brown, Cai and DasGupta, Statistical Science 16 (2001), section 3.1.3.
     *
     * @param hits in [0, trials]
     * @param trials 1 or more
     */
    public static Interval jeffreys(long hits, long trials, double confidence) {
        requireCounts(hits, trials);
        double tail = tail(confidence);
        BetaDistribution posterior = BetaDistribution.of(hits + 0.5, trials - hits + 0.5);
        double low = hits == 0 ? 0 : posterior.inverseCumulativeProbability(tail);
        double high = hits == trials ? 1 : posterior.inverseSurvivalProbability(tail);
        return new Interval(low, high);
    }

    /**
     * Newcombe's interval of {@code rate1 - rate2}, made of the two Wilson intervals; sample sizes may be fractional.
     * Source: Newcombe, Statistics in Medicine 17 (1998), method 10.
     *
     * @return within [-1, 1]
     */
    public static Interval newcombeDifference(double rate1, double n1, double rate2, double n2, double confidence) {
        Interval first = wilson(rate1, n1, confidence);
        Interval second = wilson(rate2, n2, confidence);
        double difference = rate1 - rate2;
        double below = Math.hypot(rate1 - first.low(), second.high() - rate2);
        double above = Math.hypot(first.high() - rate1, rate2 - second.low());
        return new Interval(difference - below, difference + above);
    }

    /**
     * Probability of {@code hits} or more among {@code trials} when each hits with probability {@code rate}. With
     * {@code rate = 1 - q} and the count of values above T as hits it is the p-value of "the q-quantile is at most T".
     * Exact up to rounding, for counts of any size.
     *
     * @param hits in [0, trials]
     * @param trials 1 or more
     * @param rate in [0, 1]
     */
    public static double exceedanceProbability(long hits, long trials, double rate) {
        requireCounts(hits, trials);
        require(rate >= 0 && rate <= 1, "rate", rate, "in [0, 1]");
        return hits == 0 ? 1 : BetaDistribution.of(hits, trials - hits + 1.0).cumulativeProbability(rate);
    }

    /**
     * Rank of the order statistic that is a one-sided lower confidence bound of the q-quantile: the largest {@code r}
     * (1 is the smallest value) with {@code P(Bin(n, q) < r) <= alpha}.
     *
     * @param n values, 1 or more
     * @param q in (0, 1)
     * @param alpha probability of being wrong, in (0, 1)
     * @return empty when even the smallest value is no such bound
     */
    public static OptionalLong quantileLowerRank(long n, double q, double alpha) {
        requireQuantile(n, q, alpha);
        long beyond = firstRank(n, rank -> belowProbability(rank, n, q) > alpha);
        return beyond == 1 ? OptionalLong.empty() : OptionalLong.of(beyond - 1);
    }

    /**
     * Rank of the order statistic that is a one-sided upper confidence bound of the q-quantile: the smallest {@code r}
     * with {@code P(Bin(n, q) < r) >= 1 - alpha}. Arguments as for {@link #quantileLowerRank}.
     *
     * @return empty when even the largest value is no such bound: show "at least" only
     */
    public static OptionalLong quantileUpperRank(long n, double q, double alpha) {
        requireQuantile(n, q, alpha);
        long rank = firstRank(n, candidate -> belowProbability(candidate, n, q) >= 1 - alpha);
        return rank > n ? OptionalLong.empty() : OptionalLong.of(rank);
    }

    /** P(Bin(n, q) < rank): that fewer than {@code rank} of n values lie below the q-quantile. */
    private static double belowProbability(long rank, long n, double q) {
        return exceedanceProbability(n - rank + 1, n, 1 - q);
    }

    /** Smallest rank in [1, n] from which on the condition holds, n + 1 when it never does. */
    private static long firstRank(long n, LongPredicate condition) {
        long low = 1;
        long high = n + 1;
        while (low < high) {
            long middle = low + (high - low) / 2;
            if (condition.test(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static double normalQuantile(double confidence) {
        return confidence == CONFIDENCE ? Z_95 : NORMAL.inverseSurvivalProbability(tail(confidence));
    }

    private static double tail(double confidence) {
        require(confidence > 0 && confidence < 1, "confidence", confidence, "in (0, 1)");
        return (1 - confidence) / 2;
    }

    private static void requireQuantile(long n, double q, double alpha) {
        require(n >= 1, "n", n, "1 or more");
        require(q > 0 && q < 1, "q", q, "in (0, 1)");
        require(alpha > 0 && alpha < 1, "alpha", alpha, "in (0, 1)");
    }

    private static void requireCounts(long hits, long trials) {
        require(trials >= 1, "trials", trials, "1 or more");
        require(hits >= 0 && hits <= trials, "hits", hits, "in [0, " + trials + "]");
    }

    private static void require(boolean holds, String name, Number actual, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + " = " + actual + ": expected " + expected);
        }
    }
}
