package dev.weir.alerting.rules;

import dev.weir.alerting.window.Window;
import dev.weir.alerting.window.WindowSource;
import dev.weir.schemas.EvaluatorTrust;
import dev.weir.schemas.avro.DimensionQuality;
import dev.weir.schemas.avro.Scale;
import dev.weir.schemas.avro.WindowQuality;
import java.util.Map;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * One judged dimension, read from {@code weir.window-quality}: the weighted estimate of the evaluator that
 * {@link EvaluatorTrust} names.
 *
 * @param dimension for example correctness; {@code quality} is the evaluators' overall verdict
 */
public record QualityMeasure(String dimension) implements Measure {

    static final String PREFIX = "quality";
    private static final String EVALUATOR = "evaluator";
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

    @Override
    public WindowSource source() {
        return WindowSource.QUALITY;
    }

    @Override
    public Observation read(Window window) {
        return EvaluatorTrust.of(judged(window), dimension)
                .map(verdict -> observe(verdict.quality()))
                .orElse(new Observation.Unknown(0));
    }

    /** The evaluator whose estimate {@link #read} takes; empty when none judged the dimension. */
    @Override
    public Map<String, String> provenance(Window window) {
        return EvaluatorTrust.of(judged(window), dimension)
                .map(verdict -> Map.of(EVALUATOR, verdict.evaluator().getEvaluatorId()))
                .orElse(Map.of());
    }

    /** The evaluator: the scales of two are not one, so a change of evaluator is no change of quality. */
    @Override
    public String basis(Window window) {
        return provenance(window).getOrDefault(EVALUATOR, "");
    }

    private WindowQuality judged(Window window) {
        if (window instanceof Window.Quality quality) {
            return quality.quality();
        }
        throw Measure.wrongSource(this, window);
    }

    private static Observation observe(DimensionQuality quality) {
        Double mean = quality.getMean();
        Double nEff = quality.getNEff();
        Double high = quality.getCiHigh();
        if (mean == null || nEff == null) {
            return new Observation.Unknown(quality.getN());
        }
        if (quality.getScale() == Scale.RATE) {
            return new Observation.SampledRate(mean, nEff, quality.getN(), high != null, quality);
        }
        return new Observation.SampledMean(
                mean, high == null ? null : standardError(mean, high, nEff), nEff, quality.getN(), quality);
    }

    private static double standardError(double mean, double high, double nEff) {
        double t = TDistribution.of(Math.max(1, nEff - 1)).inverseSurvivalProbability(UPPER_TAIL);
        return Math.max(0, (high - mean) / t);
    }
}
