package dev.weir.alerting.rules;

import dev.weir.schemas.sketch.QuantileSketch;
import java.util.Map;

/** What one window says of one measure, before any rule looks at it. */
public sealed interface Observation {

    /** Calls or judgements behind it; 0 or more. */
    long n();

    /**
     * Values of which a rule takes a quantile.
     *
     * @param sketch of the raw values
     * @param perUnit raw values in one unit of the measure: 1000 for microseconds read as milliseconds
     * @param above exact counts above thresholds in the measure's unit, as far as the topology keeps them
     */
    record Values(QuantileSketch sketch, double perUnit, Map<Double, Long> above) implements Observation {
        @Override
        public long n() {
            return sketch.count();
        }
    }

    /** A share of all calls, counted without sampling. */
    record Share(long hits, long n) implements Observation {}

    /**
     * A rate estimated from a weighted sample.
     *
     * @param rate Hájek mean in [0, 1]
     * @param nEff effective sample size, above 0
     */
    record SampledRate(double rate, double nEff, long n) implements Observation {}

    /**
     * A mean estimated from a weighted sample.
     *
     * @param mean Hájek mean
     * @param se its standard error, 0 or more
     * @param nEff effective sample size, above 1
     */
    record SampledMean(double mean, double se, double nEff, long n) implements Observation {}

    /**
     * A total or a mean over all calls, which has no sampling error.
     *
     * @param floor whether the true amount may be larger, as some calls are not in it
     */
    record Amount(double value, boolean floor, long n) implements Observation {}

    /** Nothing is known: no call, no price or no judgement. Not zero. */
    record Unknown(long n) implements Observation {}
}
