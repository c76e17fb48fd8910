package dev.weir.alerting.rules;

import dev.weir.schemas.EvaluatorTrust;
import dev.weir.schemas.avro.DimensionQuality;
import dev.weir.schemas.avro.Scale;
import dev.weir.schemas.avro.WindowQuality;
import java.util.Optional;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * One judged dimension, read from {@code weir.window-quality}: the weighted estimate of the evaluator that
 * {@link EvaluatorTrust} names.
 *
 * @param dimension for example correctness; {@code quality} is the evaluators' overall verdict
 */
public record QualityMeasure(String dimension) implements Measure {

    static final String PREFIX = "quality";
    private static final double UPPER_TAIL = 0.025;
    private static final double POINTS_CHANGE = 0.3;
    private static final long MIN_JUDGEMENTS = 20;

    @Override
    public String wireName() {
        return dimension.equals(PREFIX) ? PREFIX : PREFIX + "/" + dimension;
    }

    @Override
    public String unit() {
        return "points";
    }

    @Override
    public String statistic() {
        return "mean";
    }

    @Override
    public boolean quantiles() {
        return false;
    }

    @Override
    public boolean ratio() {
        return false;
    }

    @Override
    public double defaultMinChange() {
        return POINTS_CHANGE;
    }

    @Override
    public long defaultMinCalls() {
        return MIN_JUDGEMENTS;
    }

    /** What a window says of the dimension. */
    public Observation read(WindowQuality window) {
        return EvaluatorTrust.mostTrusted(window, dimension)
                .map(verdict -> observe(verdict.quality()))
                .orElse(new Observation.Unknown(0));
    }

    /** The evaluator whose estimate {@link #read} takes, as {@code id}; empty when none judged the dimension. */
    public Optional<String> evaluator(WindowQuality window) {
        return EvaluatorTrust.mostTrusted(window, dimension)
                .map(verdict -> verdict.evaluator().getEvaluatorId());
    }

    private static Observation observe(DimensionQuality quality) {
        Double mean = quality.getMean();
        Double nEff = quality.getNEff();
        Double high = quality.getCiHigh();
        if (mean == null || nEff == null || high == null) {
            return new Observation.Unknown(quality.getN());
        }
        if (quality.getScale() == Scale.RATE) {
            return new Observation.SampledRate(mean, nEff, quality.getN());
        }
        double t = TDistribution.of(Math.max(1, nEff - 1)).inverseSurvivalProbability(UPPER_TAIL);
        return new Observation.SampledMean(mean, Math.max(0, (high - mean) / t), nEff, quality.getN());
    }
}
