package dev.weir.app.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A weighted choice among names; the order in which they were listed plays no part. */
final class Choice {

    private final List<String> names = new ArrayList<>();
    private final double[] upTo;

    Choice(Map<String, Double> weights) {
        TreeMap<String, Double> sorted = new TreeMap<>(weights);
        upTo = new double[sorted.size()];
        double sum = 0;
        for (Map.Entry<String, Double> each : sorted.entrySet()) {
            sum += each.getValue();
            upTo[names.size()] = sum;
            names.add(each.getKey());
        }
        if (!(sum > 0)) {
            throw new IllegalArgumentException("weights = " + weights + ": expected a sum above 0");
        }
    }

    String pick(SplittableRandom random) {
        double at = random.nextDouble() * upTo[upTo.length - 1];
        int chosen = 0;
        while (at >= upTo[chosen]) {
            chosen++;
        }
        return names.get(chosen);
    }
}
