package dev.weir.app.proof.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Expected windows held against found ones. */
public final class Comparison {

    /** Relative error that a sketch may have, and a little for the last digit. */
    private static final double TOLERANCE = 0.01 * (1 + 1e-6);

    private Comparison() {}

    /** Every difference, one line each; empty when the same windows are there with the same numbers. */
    public static List<String> differences(SortedMap<WindowId, Window> expected, SortedMap<WindowId, Window> found) {
        if (expected.isEmpty()) {
            return List.of("no window is expected: the comparison would prove nothing");
        }
        List<String> differences = new ArrayList<>();
        expected.forEach((id, window) -> {
            Window other = found.get(id);
            if (other == null) {
                differences.add(id + ": missing");
            } else {
                compare(id, window, other, differences);
            }
        });
        found.keySet().stream()
                .filter(id -> !expected.containsKey(id))
                .forEach(id -> differences.add(id + ": not expected"));
        return differences;
    }

    private static void compare(WindowId id, Window expected, Window found, List<String> differences) {
        expected.exact().forEach((name, value) -> {
            if (!value.equals(found.exact().get(name))) {
                differences.add(id + ": " + name + " = " + found.exact().get(name) + ": expected " + value);
            }
        });
        if (!expected.quantiles().keySet().equals(found.quantiles().keySet())) {
            differences.add(id + ": quantiles of " + found.quantiles().keySet() + ": expected "
                    + expected.quantiles().keySet());
            return;
        }
        for (Map.Entry<String, Double> quantile : expected.quantiles().entrySet()) {
            double value = quantile.getValue();
            double other = found.quantiles().getOrDefault(quantile.getKey(), Double.NaN);
            if (!(Math.abs(other - value) <= TOLERANCE * value)) {
                differences.add(
                        id + ": " + quantile.getKey() + " = " + other + ": expected " + value + " within 1 percent");
            }
        }
    }
}
