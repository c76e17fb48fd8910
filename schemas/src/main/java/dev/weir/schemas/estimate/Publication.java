package dev.weir.schemas.estimate;

import dev.weir.schemas.avro.Scale;

/** The rules by which an estimate is published: what it takes for an interval, and which one. */
final class Publication {

    /** Share of the usual standard deviation that a small sample without any spread is taken to have. */
    private static final double FLOOR_SHARE = 0.25;

    private Publication() {}

    static Estimate estimate(Scale scale, Moments moments, double usualSd) {
        if (moments.mean().isEmpty()) {
            return new Estimate.None();
        }
        double mean = moments.mean().getAsDouble();
        double nEff = moments.nEff().orElseThrow();
        long n = moments.n();
        Estimate meanOnly = new Estimate.MeanOnly(mean, n, nEff);
        if (n < Estimate.MIN_N || nEff < Estimate.MIN_N_EFF) {
            return meanOnly;
        }
        return switch (scale) {
            case RATE -> sufficient(mean, n, nEff, Intervals.wilson(mean, nEff, Intervals.CONFIDENCE));
            case SCORE -> {
                double variance = moments.variance().orElseThrow();
                if (variance == 0 && n < Estimate.MIN_N_TO_ALERT) {
                    double floorSd = FLOOR_SHARE * usualSd;
                    variance = floorSd * floorSd / nEff;
                    if (variance == 0) {
                        yield meanOnly;
                    }
                }
                yield sufficient(mean, n, nEff, Intervals.hajek(mean, variance, nEff, Intervals.CONFIDENCE));
            }
        };
    }

    private static Estimate sufficient(double mean, long n, double nEff, Interval interval) {
        return new Estimate.Sufficient(mean, interval.low(), interval.high(), n, nEff);
    }
}
