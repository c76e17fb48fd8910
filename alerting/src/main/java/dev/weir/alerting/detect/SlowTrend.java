package dev.weir.alerting.detect;

import dev.weir.alerting.avro.SlideState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * Detector of a slow slide: {@link MannKendall} over the last windows, decided again every few windows.
 *
 * <p>It alarms when the one-sided p-value is at most alpha and the Sen slope over the whole span reaches the effect size.
 * Below 28 windows the test alarms too often on autocorrelated series, so rules should ask for no fewer.
 *
 * @param values the last windows, oldest first
 * @param sinceDecision windows since the test was made last
 * @param breached whether the last test found a trend
 */
public record SlowTrend(List<Double> values, int sinceDecision, boolean breached) implements Detector {

    /**
     * What a rule asks for.
     *
     * @param windows windows that are tested, 8 or more
     * @param every windows between two tests, 1 or more
     * @param alpha one-sided level, in (0, 1)
     * @param direction slides that matter
     * @param effect smallest change over the whole span that matters
     */
    public record SlideSettings(int windows, int every, double alpha, Direction direction, EffectSize effect) {}

    /** Detector that has seen nothing. */
    public static SlowTrend start() {
        return new SlowTrend(List.of(), 0, false);
    }

    /** The detector that {@link #stored} gave; empty where the record is none of this kind. */
    public static Optional<SlowTrend> restore(SpecificRecord stored) {
        return stored instanceof SlideState slide
                ? Optional.of(
                        new SlowTrend(List.copyOf(slide.getValues()), slide.getSinceDecision(), slide.getBreached()))
                : Optional.empty();
    }

    @Override
    public SpecificRecord stored() {
        return new SlideState(values, sinceDecision, breached);
    }

    /** State and verdict after one more window. */
    public Step<SlowTrend> observe(Point point, SlideSettings settings) {
        List<Double> more = new ArrayList<>(values);
        more.add(point.value());
        while (more.size() > settings.windows()) {
            more.remove(0);
        }
        if (more.size() < settings.windows()) {
            return new Step<>(new SlowTrend(List.copyOf(more), 0, false), Verdict.INSUFFICIENT, null, null);
        }
        double[] x = more.stream().mapToDouble(Double::doubleValue).toArray();
        boolean decideNow = values.size() < settings.windows() || sinceDecision + 1 >= settings.every();
        MannKendall test = MannKendall.of(x);
        boolean slides = decideNow ? slides(test, settings) : breached;
        SlowTrend next = new SlowTrend(List.copyOf(more), decideNow ? 0 : sinceDecision + 1, slides);
        double start = SenSlope.intercept(x, test.senSlope());
        return new Step<>(
                next, slides ? Verdict.BREACH : Verdict.CLEAR, settings.effect().toUnit(start), test.z());
    }

    private static boolean slides(MannKendall test, SlideSettings settings) {
        double change = test.senSlope() * (settings.windows() - 1);
        double p = switch (settings.direction()) {
            case UP -> test.pRise();
            case DOWN -> test.pDecline();
            case BOTH -> test.pValue();
        };
        return p <= settings.alpha()
                && settings.direction().matches(change)
                && settings.effect().reachedBy(change);
    }
}
