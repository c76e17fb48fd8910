package dev.weir.alerting.detect;

/** Lag-1 autocorrelation about the mean; 0 for a constant. Linear time. */
final class Autocorrelation {

    private Autocorrelation() {}

    static double lagOne(double[] x) {
        double mean = 0;
        for (double value : x) {
            mean += value / x.length;
        }
        double products = 0;
        double squares = 0;
        for (int i = 0; i < x.length; i++) {
            squares += (x[i] - mean) * (x[i] - mean);
            if (i > 0) {
                products += (x[i] - mean) * (x[i - 1] - mean);
            }
        }
        return squares > 0 ? products / squares : 0;
    }
}
