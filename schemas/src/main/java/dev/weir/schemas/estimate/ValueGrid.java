package dev.weir.schemas.estimate;

import dev.weir.schemas.avro.Scale;

/**
 * The whole-number grid that values of a scale stand on.
 *
 * @param unitsPerPoint grid units in one point; 10 for tenths
 * @param centre units subtracted before summing, so that squares stay small
 * @param smallest smallest value, in units
 * @param largest largest value, in units
 * @param step distance between allowed values, in units
 */
record ValueGrid(int unitsPerPoint, int centre, int smallest, int largest, int step) {

    private static final ValueGrid SCORE = new ValueGrid(10, 50, 10, 100, 1);
    private static final ValueGrid RATE = new ValueGrid(10, 0, 0, 10, 10);

    static ValueGrid of(Scale scale) {
        return switch (scale) {
            case SCORE -> SCORE;
            case RATE -> RATE;
        };
    }

    boolean holds(int value) {
        return value >= smallest && value <= largest && (value - smallest) % step == 0;
    }

    String expectation() {
        return step == largest - smallest ? smallest + " or " + largest : "in [" + smallest + ", " + largest + "]";
    }
}
