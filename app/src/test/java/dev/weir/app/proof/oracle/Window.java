package dev.weir.app.proof.oracle;

import java.util.Map;
import java.util.TreeMap;

/**
 * The numbers of one window, expected or found.
 *
 * @param exact counts and sums, which have to agree to the last digit
 * @param quantiles order statistics, which a sketch has to meet within 1 %
 */
public record Window(Map<String, Long> exact, Map<String, Double> quantiles) {

    public Window {
        exact = new TreeMap<>(exact);
        quantiles = new TreeMap<>(quantiles);
    }

    /** The same window with something added to one number. */
    public Window plus(String name, long more) {
        Map<String, Long> changed = new TreeMap<>(exact);
        changed.merge(name, more, Long::sum);
        return new Window(changed, quantiles);
    }
}
