package dev.weir.alerting.rules;

import dev.weir.alerting.detect.Detector;
import dev.weir.alerting.detect.Direction;
import dev.weir.alerting.detect.Finding;
import dev.weir.alerting.detect.Point;
import dev.weir.schemas.View;
import dev.weir.schemas.avro.AlertKind;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * {@code kind: trend}: a {@link Detector} compares a subject with its own past. A window with fewer than {@code min_calls}
 * calls, or without a value, does not reach the detector.
 *
 * @param <D> the detector
 */
non-sealed interface TrendRule<D extends Detector> extends RuleKind {

    /** Changes that matter. */
    Direction direction();

    /** The detector that has seen nothing. */
    D startDetector();

    /** The detector of a stored form; empty where that is of another kind. */
    Optional<D> restoreDetector(SpecificRecord stored);

    /** What one more window leads to. */
    Detector.Step<D> step(D detector, Point point);

    @Override
    default AlertKind alertKind() {
        return AlertKind.TREND;
    }

    @Override
    default String operator() {
        return direction().name().toLowerCase(Locale.ROOT);
    }

    @Override
    default @Nullable Double threshold() {
        return null;
    }

    @Override
    default View defaultView() {
        return View.BASELINE;
    }

    @Override
    default boolean learns() {
        return true;
    }

    @Override
    default Memory start() {
        return new Learnt<>(this, startDetector());
    }

    @Override
    default Memory restore(SpecificRecord stored) {
        return new Learnt<>(this, restoreDetector(stored).orElse(startDetector()));
    }

    /** What a rule has learnt of one subject. */
    record Learnt<D extends Detector>(TrendRule<D> rule, D detector) implements Memory {
        @Override
        public Decision observe(Instant windowStart, Observation observation) {
            Statistic statistic = rule.statistic();
            Optional<Point> point = statistic.point(observation);
            if (point.isEmpty()) {
                return new Decision(this, Finding.insufficient(null, observation.n()));
            }
            Detector.Step<D> step = rule.step(detector, point.get());
            return new Decision(new Learnt<>(rule, step.next()), statistic.finding(step, point.get(), observation));
        }

        @Override
        public Optional<SpecificRecord> stored() {
            return Optional.of(detector.stored());
        }
    }
}
