package dev.weir.alerting.detect;

import org.jspecify.annotations.Nullable;

/** Memory of one trend rule for one series; immutable, at most a few kilobytes, stored by {@link DetectorBytes}. */
public sealed interface Detector permits LevelShift, SlowTrend {

    /**
     * What one more window led to.
     *
     * @param next state from now on
     * @param verdict what the rule says of the window
     * @param baseline level compared with, in the measure's unit; absent while it is not known
     * @param statistic of the detector, in standard errors; absent while it has none
     */
    record Step(
            Detector next,
            Verdict verdict,
            @Nullable Double baseline,
            @Nullable Double statistic) {}
}
