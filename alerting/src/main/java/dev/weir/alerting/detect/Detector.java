package dev.weir.alerting.detect;

import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Memory of one trend rule for one subject; immutable, at most a few kilobytes. */
public sealed interface Detector permits LevelShift, SlowTrend {

    /** Form for the store; each kind of detector reads its own back. */
    SpecificRecord stored();

    /**
     * What one more window led to.
     *
     * @param next state from now on
     * @param verdict what the rule says of the window
     * @param baseline level compared with, in the measure's unit; absent while it is not known
     * @param statistic of the detector, in standard errors; absent while it has none
     */
    record Step<D extends Detector>(
            D next,
            Verdict verdict,
            @Nullable Double baseline,
            @Nullable Double statistic) {}
}
