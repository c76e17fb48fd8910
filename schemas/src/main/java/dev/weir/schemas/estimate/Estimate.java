package dev.weir.schemas.estimate;

/**
 * What a weighted sample says of a population mean or rate: a value with its interval, a value too thin for an
 * interval, or nothing. Values are in points on a score and in [0, 1] on a rate.
 */
public sealed interface Estimate {

    /** Fewest judgements for an interval. */
    int MIN_N = 5;

    /** Smallest effective sample size for an interval. */
    double MIN_N_EFF = 3;

    /** Fewest judgements for an alert on a mean score, and for believing a spread of zero. */
    int MIN_N_TO_ALERT = 20;

    /** Judgements behind the estimate; 0 for {@link None}. */
    long n();

    /**
     * A value with its 95 % interval.
     *
     * @param mean Hájek mean
     * @param low lower bound; on a score it may leave the scale, on a rate it may not
     * @param high upper bound
     * @param n judgements, {@link #MIN_N} or more
     * @param nEff {@code (sum w)^2 / sum w^2}, {@link #MIN_N_EFF} or more and at most {@code n}
     */
    record Sufficient(double mean, double low, double high, long n, double nEff) implements Estimate {

        /** The bounds as one value. */
        public Interval interval() {
            return new Interval(low, high);
        }

        /** Whether there are enough judgements to alert on a mean score. */
        public boolean supportsAlert() {
            return n >= MIN_N_TO_ALERT;
        }
    }

    /**
     * A value from too few judgements to say how far off it may be.
     *
     * @param mean Hájek mean
     * @param n judgements, 1 or more
     * @param nEff effective sample size
     */
    record MeanOnly(double mean, long n, double nEff) implements Estimate {}

    /** No judgement, so no value; not the same as a value of zero. */
    record None() implements Estimate {

        @Override
        public long n() {
            return 0;
        }
    }
}
