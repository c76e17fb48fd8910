package dev.weir.alerting.rules;

import dev.weir.alerting.detect.Detector;
import dev.weir.alerting.detect.Finding;
import dev.weir.alerting.detect.Point;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a rule reads of a window.
 *
 * @param measure what is measured
 * @param quantile in (0, 1); absent for measures without quantiles
 * @param minCalls fewest calls or judgements in a window for a decision, 1 or more
 */
public record Statistic(Measure measure, @Nullable Double quantile, long minCalls) {

    /** Name in alerts: mean, rate, total, max or p95. */
    public String name() {
        return quantile == null ? measure.statistic() : "p" + Numbers.plain(quantile * 100);
    }

    /** One window as a detector takes it; empty where it has too few calls or no value with a known error. */
    Optional<Point> point(Observation observation) {
        return observation.n() < minCalls ? Optional.empty() : observation.point(quantile);
    }

    /** What a detector says of a window that it took as a point. */
    Finding finding(Detector.Step<?> step, Point point, Observation observation) {
        double value = measure.ratio() ? Math.exp(point.value()) : point.value();
        return new Finding(
                step.verdict(),
                value,
                null,
                null,
                step.baseline(),
                step.statistic(),
                observation.n(),
                observation.nEff());
    }
}
