package dev.weir.alerting.rules;

import dev.weir.alerting.detect.Finding;
import dev.weir.alerting.detect.Point;
import dev.weir.schemas.avro.DimensionQuality;
import dev.weir.schemas.sketch.QuantileSketch;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one window says of one measure, before any rule looks at it; of thin windows too. */
public sealed interface Observation {

    /** Calls or judgements behind it; 0 or more. */
    long n();

    /** Effective sample size; absent where all calls are counted. */
    default @Nullable Double nEff() {
        return null;
    }

    /**
     * The window as a detector takes it: a value with its standard error, as a natural logarithm where changes count as
     * ratios. Empty where there is no value, no positive one for a logarithm, or no known error.
     *
     * @param quantile of values; absent for everything else
     */
    Optional<Point> point(@Nullable Double quantile);

    /** What a threshold says of it. */
    Finding against(ThresholdRule rule);

    /**
     * Values of which a rule takes a quantile.
     *
     * @param sketch of the raw values; not empty
     * @param perUnit raw values in one unit of the measure: 1000 for microseconds read as milliseconds
     * @param above exact counts above thresholds in the measure's unit, as far as the topology keeps them
     */
    record Values(QuantileSketch sketch, double perUnit, Map<Double, Long> above) implements Observation {
        @Override
        public long n() {
            return sketch.count();
        }

        @Override
        public Optional<Point> point(@Nullable Double quantile) {
            return quantile == null
                    ? Optional.empty()
                    : logarithm(sketch.quantile(quantile).orElse(0) / perUnit);
        }

        @Override
        public Finding against(ThresholdRule rule) {
            return rule.ofQuantile(this);
        }
    }

    /** A share of all calls, counted without sampling. */
    record Share(long hits, long n) implements Observation {
        @Override
        public Optional<Point> point(@Nullable Double quantile) {
            return Optional.of(ratePoint((double) hits / n, n));
        }

        @Override
        public Finding against(ThresholdRule rule) {
            return rule.ofRate((double) hits / n, n, this);
        }
    }

    /**
     * A rate estimated from a weighted sample.
     *
     * @param rate Hájek mean in [0, 1]
     * @param nEff effective sample size, above 0
     * @param interval whether there is enough for an interval, which a decision needs
     * @param sums what the estimate is made of, so that thin windows can be added up
     */
    record SampledRate(double rate, Double nEff, long n, boolean interval, DimensionQuality sums)
            implements Observation {
        @Override
        public Optional<Point> point(@Nullable Double quantile) {
            return interval ? Optional.of(ratePoint(rate, nEff)) : Optional.empty();
        }

        @Override
        public Finding against(ThresholdRule rule) {
            return interval ? rule.ofRate(rate, nEff, this) : Finding.insufficient(rate, n);
        }
    }

    /**
     * A mean estimated from a weighted sample.
     *
     * @param mean Hájek mean
     * @param se its standard error, 0 or more; absent when there is too little for one, or all judgements of few agree
     * @param nEff effective sample size, above 0
     * @param sums what the estimate is made of, so that thin windows can be added up
     */
    record SampledMean(double mean, @Nullable Double se, Double nEff, long n, DimensionQuality sums)
            implements Observation {
        @Override
        public Optional<Point> point(@Nullable Double quantile) {
            return se == null ? Optional.empty() : Optional.of(new Point(mean, se, Math.max(1, nEff - 1)));
        }

        @Override
        public Finding against(ThresholdRule rule) {
            return se == null ? Finding.insufficient(mean, n) : rule.ofMean(mean, se, nEff, n);
        }
    }

    /**
     * A total or a mean over all calls, which has no sampling error.
     *
     * @param floor whether the true amount may be larger, as some calls are not in it
     */
    record Amount(double value, boolean floor, long n) implements Observation {
        @Override
        public Optional<Point> point(@Nullable Double quantile) {
            return floor ? Optional.empty() : logarithm(value);
        }

        @Override
        public Finding against(ThresholdRule rule) {
            return rule.ofAmount(this);
        }
    }

    /** Nothing is known: no call, no price or no judgement. Not zero. */
    record Unknown(long n) implements Observation {
        @Override
        public Optional<Point> point(@Nullable Double quantile) {
            return Optional.empty();
        }

        @Override
        public Finding against(ThresholdRule rule) {
            return Finding.insufficient(null, n);
        }
    }

    private static Optional<Point> logarithm(double value) {
        return value > 0 ? Optional.of(Point.exact(Math.log(value))) : Optional.empty();
    }

    /** The error is that of a rate with half a hit and half a miss more, so that it is not zero at 0 and 1. */
    private static Point ratePoint(double rate, double n) {
        double shrunk = (rate * n + 0.5) / (n + 1);
        return new Point(rate, Math.sqrt(shrunk * (1 - shrunk) / n), Math.max(1, n - 1));
    }
}
