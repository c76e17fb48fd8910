package dev.weir.alerting.detect;

/**
 * One window's value of a series, as a detector takes it.
 *
 * @param value in the measure's unit, or its natural logarithm where changes are judged as ratios
 * @param se standard error in the same scale; 0 where the window says nothing of its own error
 * @param df degrees of freedom of the error, above 0; only used where {@code se} is above 0
 */
public record Point(double value, double se, double df) {

    /** A value that states no error of its own. */
    public static Point exact(double value) {
        return new Point(value, 0, 1);
    }
}
