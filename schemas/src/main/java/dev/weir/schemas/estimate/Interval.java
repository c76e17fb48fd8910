package dev.weir.schemas.estimate;

/**
 * A closed interval of plausible values, in the unit of the estimate it belongs to.
 *
 * @param low lower bound, not above {@code high}
 * @param high upper bound
 */
public record Interval(double low, double high) {

    /**
     * Refuses bounds that are no numbers or stand the wrong way round.
     *
     * @throws IllegalArgumentException if {@code low <= high} does not hold
     */
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("interval = [" + low + ", " + high + "]: expected low <= high");
        }
    }

    /** Whether the value lies in {@code [low, high]}. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** Distance between the bounds; 0 or more. */
    public double width() {
        return high - low;
    }
}
