package dev.weir.alerting.detect;

import dev.weir.alerting.avro.LearningState;
import dev.weir.alerting.avro.ShiftedState;
import dev.weir.alerting.avro.WatchingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * Detector of a lasting change of level: it learns a baseline, watches by {@link Cusum}, and after an alarm waits for the
 * level to come back.
 *
 * <p>An alarm needs the sum above its limit and the mean since the change away from the baseline by the effect size; a
 * certain but small change resets the sums and stays silent. The baseline is frozen while it is used, so a slow slide
 * cannot take it along. A shift that has lasted as many windows as a baseline needs becomes the new baseline.
 */
public sealed interface LevelShift extends Detector {

    /** Weight of the newest window in the level that decides whether a shift is over. */
    double RETURN_WEIGHT = 0.25;

    /**
     * What a rule asks for.
     *
     * @param k allowance in standard errors, above 0
     * @param h limit in standard errors, above 0
     * @param baselineWindows windows to learn from, 8 or more
     * @param coolDownWindows windows after an alarm in which there is no other
     * @param direction changes that matter
     * @param effect smallest change that matters
     */
    record ShiftSettings(
            double k, double h, int baselineWindows, int coolDownWindows, Direction direction, EffectSize effect) {}

    /** Detector that has seen nothing. */
    static LevelShift start() {
        return new Learning(List.of());
    }

    /** State and verdict after one more window. */
    Step<LevelShift> observe(Point point, ShiftSettings settings);

    /** The detector that {@link #stored} gave; empty where the record is none of this kind. */
    static Optional<LevelShift> restore(SpecificRecord stored) {
        if (stored instanceof LearningState learning) {
            return Optional.of(new Learning(List.copyOf(learning.getValues())));
        }
        if (stored instanceof WatchingState watching) {
            return Optional.of(new Watching(
                    Baseline.restore(watching.getBaseline()),
                    new Cusum(
                            watching.getHigh(),
                            watching.getLow(),
                            watching.getHighWindows(),
                            watching.getHighSum(),
                            watching.getLowWindows(),
                            watching.getLowSum()),
                    watching.getCoolDown()));
        }
        return stored instanceof ShiftedState shifted
                ? Optional.of(new Shifted(
                        Baseline.restore(shifted.getBaseline()),
                        shifted.getUp(),
                        shifted.getDistance(),
                        shifted.getWindows(),
                        List.copyOf(shifted.getValues())))
                : Optional.empty();
    }

    /**
     * No baseline yet.
     *
     * @param values so far, oldest first
     */
    record Learning(List<Double> values) implements LevelShift {

        @Override
        public Step<LevelShift> observe(Point point, ShiftSettings settings) {
            List<Double> more = appended(values, point.value());
            LevelShift next = more.size() >= settings.baselineWindows()
                    ? new Watching(Baseline.of(more), Cusum.ZERO, 0)
                    : new Learning(more);
            return new Step<>(next, Verdict.INSUFFICIENT, null, null);
        }

        @Override
        public SpecificRecord stored() {
            return new LearningState(values);
        }
    }

    /**
     * At the baseline, as far as known.
     *
     * @param coolDown windows to go until an alarm is possible again
     */
    record Watching(Baseline baseline, Cusum sums, int coolDown) implements LevelShift {

        @Override
        public Step<LevelShift> observe(Point point, ShiftSettings settings) {
            double z = baseline.score(point);
            double level = settings.effect().toUnit(baseline.mean());
            if (coolDown > 0) {
                return new Step<>(new Watching(baseline, Cusum.ZERO, coolDown - 1), Verdict.CLEAR, level, 0.0);
            }
            Cusum after = sums.add(z, point.value(), settings.k());
            boolean up = after.high() >= after.low();
            if (settings.direction() != Direction.BOTH) {
                up = settings.direction() == Direction.UP;
            }
            double statistic = up ? after.high() : after.low();
            if (statistic <= settings.h()) {
                return new Step<>(new Watching(baseline, after, 0), Verdict.CLEAR, level, statistic);
            }
            double change = after.shiftedMean(up) - baseline.mean();
            if (!settings.direction().matches(change) || !settings.effect().reachedBy(change)) {
                return new Step<>(new Watching(baseline, Cusum.ZERO, 0), Verdict.CLEAR, level, statistic);
            }
            LevelShift shifted = new Shifted(baseline, up, up ? z : -z, 1, List.of(point.value()));
            return new Step<>(shifted, Verdict.BREACH, level, statistic);
        }

        @Override
        public SpecificRecord stored() {
            return new WatchingState(
                    baseline.stored(),
                    sums.high(),
                    sums.low(),
                    sums.highWindows(),
                    sums.highSum(),
                    sums.lowWindows(),
                    sums.lowSum(),
                    coolDown);
        }
    }

    /**
     * Away from the baseline since an alarm.
     *
     * @param up side of the alarm
     * @param distance exponentially weighted mean of the scores towards that side
     * @param windows windows since the alarm, which is the first
     * @param values of these windows, oldest first; the next baseline, should the shift last
     */
    record Shifted(Baseline baseline, boolean up, double distance, int windows, List<Double> values)
            implements LevelShift {

        @Override
        public Step<LevelShift> observe(Point point, ShiftSettings settings) {
            double z = up ? baseline.score(point) : -baseline.score(point);
            double next = RETURN_WEIGHT * z + (1 - RETURN_WEIGHT) * distance;
            double level = settings.effect().toUnit(baseline.mean());
            if (next < settings.k()) {
                int coolDown = Math.max(0, settings.coolDownWindows() - windows);
                return new Step<>(new Watching(baseline, Cusum.ZERO, coolDown), Verdict.CLEAR, level, next);
            }
            List<Double> more = appended(values, point.value());
            if (more.size() >= settings.baselineWindows()) {
                Watching anew = new Watching(Baseline.of(more), Cusum.ZERO, 0);
                return new Step<>(anew, Verdict.EXPIRED, level, next);
            }
            return new Step<>(new Shifted(baseline, up, next, windows + 1, more), Verdict.BREACH, level, next);
        }

        @Override
        public SpecificRecord stored() {
            return new ShiftedState(baseline.stored(), up, distance, windows, values);
        }
    }

    private static List<Double> appended(List<Double> values, double value) {
        List<Double> more = new ArrayList<>(values.size() + 1);
        more.addAll(values);
        more.add(value);
        return List.copyOf(more);
    }
}
