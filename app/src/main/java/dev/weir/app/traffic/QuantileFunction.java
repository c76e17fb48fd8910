package dev.weir.app.traffic;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Map;
import java.util.TreeMap;

/**
 * A distribution by its published quantiles: {@code min}, {@code p1} to {@code p99} and {@code max}. Between two of them
 * values are spread evenly, so a uniform draw through {@link #at} reproduces every published quantile.
 */
final class QuantileFunction {

    private final double[] probabilities;
    private final double[] values;

    /**
     * The distribution of named quantiles.
     *
     * @throws IllegalArgumentException if min or max is missing, a name is unknown, or values fall
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    QuantileFunction(Map<String, Double> quantiles) {
        TreeMap<Double, Double> sorted = new TreeMap<>();
        quantiles.forEach((name, value) -> sorted.put(probability(name), value));
        if (sorted.isEmpty() || sorted.firstKey() != 0 || sorted.lastKey() != 1) {
            throw new IllegalArgumentException(
                    "quantiles = " + quantiles.keySet() + ": expected min and max among them");
        }
        probabilities = sorted.keySet().stream().mapToDouble(each -> each).toArray();
        values = sorted.values().stream().mapToDouble(each -> each).toArray();
        for (int i = 1; i < values.length; i++) {
            if (values[i] < values[i - 1]) {
                throw new IllegalArgumentException(
                        "quantile value = " + values[i] + ": expected at least " + values[i - 1]);
            }
        }
    }

    private static double probability(String name) {
        if (name.equals("min")) {
            return 0;
        }
        if (name.equals("max")) {
            return 1;
        }
        if (name.matches("p[1-9][0-9]?")) {
            return Integer.parseInt(name.substring(1)) / 100.0;
        }
        throw new IllegalArgumentException("quantile = " + name + ": expected min, max or p1 to p99");
    }

    /**
     * The value below which a share of the distribution lies.
     *
     * @param share in [0, 1]
     */
    double at(double share) {
        int above = 1;
        while (above < probabilities.length - 1 && probabilities[above] < share) {
            above++;
        }
        double width = probabilities[above] - probabilities[above - 1];
        double part = (share - probabilities[above - 1]) / width;
        return values[above - 1] + part * (values[above] - values[above - 1]);
    }

    /** The same, rounded to a whole number. */
    long countAt(double share) {
        return Math.round(at(share));
    }
}
