package dev.weir.alerting.detect;

/**
 * Smallest change that matters in practice. A change that is certain but smaller raises no alarm.
 *
 * @param least in the measure's unit, or as a share of the old level when {@code ratio}; 0 or more
 * @param ratio whether values are natural logarithms and changes therefore ratios
 */
public record EffectSize(double least, boolean ratio) {

    /** Whether a change in the scale of the values, of either sign, is large enough. */
    public boolean reachedBy(double change) {
        return Math.abs(inUnit(change)) >= least;
    }

    /** A change as people read it: in the unit, or as a share of the old level (-0.2: a fifth less). */
    public double inUnit(double change) {
        return ratio ? Math.expm1(change) : change;
    }

    /** A value in the measure's own unit. */
    public double toUnit(double value) {
        return ratio ? Math.exp(value) : value;
    }
}
