package dev.weir.alerting.detect;

/**
 * Two-sided cumulative sum: {@code H = max(0, H + z - k)}, {@code L = max(0, L - z - k)}, with the mean of the values since
 * each arm last left zero. Finds a lasting shift of 1 standard error in about {@code 2 h} windows and ignores what does
 * not last. Immutable; constant time and 48 bytes. Source: Page, Biometrika 41 (1954).
 *
 * @param high upper arm
 * @param low lower arm
 * @param highWindows windows since the upper arm left zero
 * @param highSum sum of their values
 * @param lowWindows windows since the lower arm left zero
 * @param lowSum sum of their values
 */
public record Cusum(double high, double low, long highWindows, double highSum, long lowWindows, double lowSum) {

    /** Both arms at zero. */
    public static final Cusum ZERO = new Cusum(0, 0, 0, 0, 0, 0);

    /**
     * Sums after one more window.
     *
     * @param z standardised score of the window
     * @param value its value, in its own unit, for the size of the shift
     * @param k allowance, half the shift to be found soonest, in standard errors
     */
    public Cusum add(double z, double value, double k) {
        double nextHigh = Math.max(0, high + z - k);
        double nextLow = Math.max(0, low - z - k);
        return new Cusum(
                nextHigh,
                nextLow,
                nextHigh > 0 ? highWindows + 1 : 0,
                nextHigh > 0 ? highSum + value : 0,
                nextLow > 0 ? lowWindows + 1 : 0,
                nextLow > 0 ? lowSum + value : 0);
    }

    /** Mean of the values since the arm left zero; only for an arm above zero. */
    public double shiftedMean(boolean upwards) {
        return upwards ? highSum / highWindows : lowSum / lowWindows;
    }
}
