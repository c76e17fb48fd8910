package dev.weir.alerting.detect;

import java.util.ArrayList;
import java.util.List;

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
    record Settings(
            double k, double h, int baselineWindows, int coolDownWindows, Direction direction, EffectSize effect) {}

    /** Detector that has seen nothing. */
    static LevelShift start() {
        return new Learning(List.of());
    }

    /** State and verdict after one more window. */
    Step observe(Point point, Settings settings);

    /**
     * No baseline yet.
     *
     * @param values so far, oldest first
     */
    record Learning(List<Double> values) implements LevelShift {

        @Override
        public Step observe(Point point, Settings settings) {
            List<Double> more = appended(values, point.value());
            LevelShift next = more.size() >= settings.baselineWindows()
                    ? new Watching(Baseline.of(more), Cusum.ZERO, 0)
                    : new Learning(more);
            return new Step(next, Verdict.INSUFFICIENT, null, null);
        }
    }

    /**
     * At the baseline, as far as known.
     *
     * @param coolDown windows to go until an alarm is possible again
     */
    record Watching(Baseline baseline, Cusum sums, int coolDown) implements LevelShift {

        @Override
        public Step observe(Point point, Settings settings) {
            double z = baseline.score(point);
            double level = settings.effect().toUnit(baseline.mean());
            if (coolDown > 0) {
                return new Step(new Watching(baseline, Cusum.ZERO, coolDown - 1), Verdict.CLEAR, level, 0.0);
            }
            Cusum after = sums.add(z, point.value(), settings.k());
            boolean up = after.high() >= after.low();
            if (settings.direction() != Direction.BOTH) {
                up = settings.direction() == Direction.UP;
            }
            double statistic = up ? after.high() : after.low();
            if (statistic <= settings.h()) {
                return new Step(new Watching(baseline, after, 0), Verdict.CLEAR, level, statistic);
            }
            double change = after.shiftedMean(up) - baseline.mean();
            if (!settings.direction().matches(change) || !settings.effect().reachedBy(change)) {
                return new Step(new Watching(baseline, Cusum.ZERO, 0), Verdict.CLEAR, level, statistic);
            }
            LevelShift shifted = new Shifted(baseline, up, up ? z : -z, 1, List.of(point.value()));
            return new Step(shifted, Verdict.BREACH, level, statistic);
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
        public Step observe(Point point, Settings settings) {
            double z = up ? baseline.score(point) : -baseline.score(point);
            double next = RETURN_WEIGHT * z + (1 - RETURN_WEIGHT) * distance;
            double level = settings.effect().toUnit(baseline.mean());
            if (next < settings.k()) {
                int coolDown = Math.max(0, settings.coolDownWindows() - windows);
                return new Step(new Watching(baseline, Cusum.ZERO, coolDown), Verdict.CLEAR, level, next);
            }
            List<Double> more = appended(values, point.value());
            if (more.size() >= settings.baselineWindows()) {
                Watching anew = new Watching(Baseline.of(more), Cusum.ZERO, 0);
                return new Step(anew, Verdict.EXPIRED, level, next);
            }
            return new Step(new Shifted(baseline, up, next, windows + 1, more), Verdict.BREACH, level, next);
        }
    }

    private static List<Double> appended(List<Double> values, double value) {
        List<Double> more = new ArrayList<>(values.size() + 1);
        more.addAll(values);
        more.add(value);
        return List.copyOf(more);
    }
}
