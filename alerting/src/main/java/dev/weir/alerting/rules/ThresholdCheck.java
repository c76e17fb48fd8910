package dev.weir.alerting.rules;

import dev.weir.alerting.detect.Exceedance;
import dev.weir.alerting.detect.Finding;
import dev.weir.alerting.detect.Verdict;
import dev.weir.alerting.rules.Condition.Side;
import dev.weir.alerting.rules.Condition.Threshold;
import dev.weir.schemas.estimate.Interval;
import dev.weir.schemas.estimate.Intervals;
import dev.weir.schemas.sketch.QuantileSketch;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Decision whether one window breaks a bound, never by the bare point where the point has a sampling error: a quantile by
 * the exact count beyond the bound, a rate by Wilson's bound, a judged mean by Student's bound. Totals and means over all
 * calls have no such error and are compared as they are.
 */
final class ThresholdCheck {

    private ThresholdCheck() {}

    /**
     * What the window says.
     *
     * @param minCalls fewest calls or judgements for a decision
     */
    static Finding of(Threshold threshold, @Nullable Double quantile, long minCalls, Observation observation) {
        if (observation instanceof Observation.Values values && quantile != null) {
            return quantile(threshold, quantile, minCalls, values);
        }
        if (observation instanceof Observation.Share share) {
            double rate = (double) share.hits() / share.n();
            Interval bounds = Intervals.wilson(rate, share.n(), twoSided(threshold));
            return bounded(threshold, minCalls, rate, bounds, share.n(), null);
        }
        if (observation instanceof Observation.SampledRate sampled) {
            Interval bounds = Intervals.wilson(sampled.rate(), sampled.nEff(), twoSided(threshold));
            return bounded(threshold, minCalls, sampled.rate(), bounds, sampled.n(), sampled.nEff());
        }
        if (observation instanceof Observation.SampledMean mean) {
            Interval bounds = Intervals.hajek(mean.mean(), mean.se() * mean.se(), mean.nEff(), twoSided(threshold));
            return bounded(threshold, minCalls, mean.mean(), bounds, mean.n(), mean.nEff());
        }
        if (observation instanceof Observation.Amount amount) {
            return amount(threshold, minCalls, amount);
        }
        return Finding.insufficient(null, observation.n());
    }

    private static Finding amount(Threshold threshold, long minCalls, Observation.Amount amount) {
        boolean above = threshold.side() == Side.ABOVE;
        boolean beyond = above ? amount.value() > threshold.bound() : amount.value() < threshold.bound();
        boolean undecided = amount.n() < minCalls || (amount.floor() && beyond != above);
        Verdict verdict = undecided ? Verdict.INSUFFICIENT : beyond ? Verdict.BREACH : Verdict.CLEAR;
        return new Finding(verdict, amount.value(), null, null, null, null, amount.n(), null);
    }

    private static Finding bounded(
            Threshold threshold, long minCalls, double value, Interval bounds, long n, @Nullable Double nEff) {
        boolean beyond =
                threshold.side() == Side.ABOVE ? bounds.low() > threshold.bound() : bounds.high() < threshold.bound();
        Verdict verdict = n < minCalls ? Verdict.INSUFFICIENT : beyond ? Verdict.BREACH : Verdict.CLEAR;
        return new Finding(verdict, value, bounds.low(), bounds.high(), null, null, n, nEff);
    }

    private static Finding quantile(Threshold threshold, double q, long minCalls, Observation.Values values) {
        QuantileSketch sketch = values.sketch();
        long n = sketch.count();
        double point = sketch.quantile(q).orElse(0) / values.perUnit();
        double alpha = 1 - threshold.confidence();
        Double low = rankValue(values, Intervals.quantileLowerRank(n, q, alpha));
        Double high = rankValue(values, Intervals.quantileUpperRank(n, q, alpha));
        boolean beyond = threshold.side() == Side.ABOVE
                ? Exceedance.tooMany(countAbove(threshold, values, n), n, q) <= alpha
                : Exceedance.tooFew(countAbove(threshold, values, n), n, q) <= alpha;
        Verdict verdict = n < minCalls ? Verdict.INSUFFICIENT : beyond ? Verdict.BREACH : Verdict.CLEAR;
        return new Finding(verdict, point, low, high, null, null, n, null);
    }

    /** Exact where the topology counts it; else from the sketch, leaning by its 1 % to the side that does not alarm. */
    private static long countAbove(Threshold threshold, Observation.Values values, long n) {
        Long exact = values.above().get(threshold.bound());
        if (exact != null) {
            return Math.min(exact, n);
        }
        double lean = threshold.side() == Side.ABOVE
                ? 1 + QuantileSketch.RELATIVE_ACCURACY
                : 1 - QuantileSketch.RELATIVE_ACCURACY;
        double bound = threshold.bound() * values.perUnit() * lean;
        long low = 0;
        long high = n;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (atRank(values.sketch(), middle, n) > bound) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return n - low;
    }

    private static @Nullable Double rankValue(Observation.Values values, OptionalLong rank) {
        return rank.isEmpty()
                ? null
                : Double.valueOf(atRank(values.sketch(), rank.getAsLong() - 1, values.n()) / values.perUnit());
    }

    private static double atRank(QuantileSketch sketch, long zeroBased, long n) {
        double q = n == 1 ? 0 : Math.min(1, (zeroBased + 0.25) / (n - 1.0));
        return sketch.quantile(q).orElse(0);
    }

    private static double twoSided(Threshold threshold) {
        return 2 * threshold.confidence() - 1;
    }
}
