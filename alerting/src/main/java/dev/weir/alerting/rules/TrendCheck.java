package dev.weir.alerting.rules;

import dev.weir.alerting.detect.Detector;
import dev.weir.alerting.detect.Finding;
import dev.weir.alerting.detect.LevelShift;
import dev.weir.alerting.detect.Point;
import dev.weir.alerting.detect.SlowTrend;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Feeds windows to detectors. A window with too few calls, or without a value, does not reach the detector. */
final class TrendCheck {

    private TrendCheck() {}

    /** A detector after one more window, and what it says. */
    record Outcome(Detector detector, Finding finding) {}

    /**
     * One more window.
     *
     * @param detector of this rule and series; absent: there is none yet, or it was another kind's
     */
    static Outcome of(AlertRule rule, @Nullable Detector detector, Observation observation) {
        Detector current = current(rule.condition(), detector);
        Optional<Point> point = observation.n() < rule.minCalls() ? Optional.empty() : point(rule, observation);
        if (point.isEmpty()) {
            return new Outcome(current, Finding.insufficient(null, observation.n()));
        }
        Detector.Step step;
        if (current instanceof LevelShift shift && rule.condition() instanceof Condition.Shift condition) {
            step = shift.observe(point.get(), condition.settings());
        } else if (current instanceof SlowTrend trend && rule.condition() instanceof Condition.Slide condition) {
            step = trend.observe(point.get(), condition.settings());
        } else {
            throw new IllegalStateException("rule " + rule.name() + " is no trend");
        }
        double value = rule.measure().ratio()
                ? Math.exp(point.get().value())
                : point.get().value();
        return new Outcome(
                step.next(),
                new Finding(
                        step.verdict(),
                        value,
                        null,
                        null,
                        step.baseline(),
                        step.statistic(),
                        observation.n(),
                        nEff(observation)));
    }

    private static Detector current(Condition condition, @Nullable Detector detector) {
        if (condition instanceof Condition.Shift) {
            return detector instanceof LevelShift ? detector : LevelShift.start();
        }
        return detector instanceof SlowTrend ? detector : SlowTrend.start();
    }

    private static Optional<Point> point(AlertRule rule, Observation observation) {
        if (observation instanceof Observation.Values values && rule.quantile() != null) {
            double value = values.sketch().quantile(rule.quantile()).orElse(0) / values.perUnit();
            return logarithm(value);
        }
        if (observation instanceof Observation.Share share) {
            return Optional.of(rate((double) share.hits() / share.n(), share.n()));
        }
        if (observation instanceof Observation.SampledRate sampled) {
            return Optional.of(rate(sampled.rate(), sampled.nEff()));
        }
        if (observation instanceof Observation.SampledMean mean) {
            return Optional.of(new Point(mean.mean(), mean.se(), Math.max(1, mean.nEff() - 1)));
        }
        if (observation instanceof Observation.Amount amount && !amount.floor()) {
            return logarithm(amount.value());
        }
        return Optional.empty();
    }

    private static Optional<Point> logarithm(double value) {
        return value > 0 ? Optional.of(Point.exact(Math.log(value))) : Optional.empty();
    }

    /** The error is that of a rate with half a hit and half a miss more, so that it is not zero at 0 and 1. */
    private static Point rate(double rate, double n) {
        double shrunk = (rate * n + 0.5) / (n + 1);
        return new Point(rate, Math.sqrt(shrunk * (1 - shrunk) / n), Math.max(1, n - 1));
    }

    private static @Nullable Double nEff(Observation observation) {
        if (observation instanceof Observation.SampledMean mean) {
            return mean.nEff();
        }
        return observation instanceof Observation.SampledRate rate ? Double.valueOf(rate.nEff()) : null;
    }
}
