package dev.weir.topology.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.weir.topology.traffic.TrafficAggregate;
import dev.weir.topology.traffic.TrafficAggregate.Count;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Calls without a known price by model, summed over series windows. */
final class UnpricedModels {

    private static final Duration DAY = Duration.ofDays(1);

    private final Map<String, long[]> sums = new TreeMap<>();

    /** What is summed; the order of the array. */
    private static final Count[] SUMMED = {
        Count.CALLS, Count.UNPRICED_CALLS, Count.UNPRICED_INPUT_TOKENS, Count.UNPRICED_OUTPUT_TOKENS
    };

    private static final int UNPRICED = 1;

    /** The last day by the hour, where the parameters do not say. */
    static Map<String, String> withDefaults(Map<String, String> parameters, Instant now) {
        Map<String, String> all = new HashMap<>(parameters);
        all.putIfAbsent("step", "1h");
        if (!all.containsKey("from") && !all.containsKey("to")) {
            all.put("from", now.minus(DAY).toString());
        }
        return all;
    }

    void add(String model, TrafficAggregate traffic) {
        long[] of = sums.computeIfAbsent(model, absent -> new long[SUMMED.length]);
        for (int i = 0; i < SUMMED.length; i++) {
            of[i] = Math.addExact(of[i], traffic.count(SUMMED[i]));
        }
    }

    /** The models with such calls, those with most of them first. */
    void write(ArrayNode to, int limit) {
        sums.entrySet().stream()
                .filter(entry -> entry.getValue()[UNPRICED] > 0)
                .sorted(Comparator.comparing((Map.Entry<String, long[]> entry) -> -entry.getValue()[UNPRICED])
                        .thenComparing(Map.Entry::getKey))
                .limit(limit)
                .forEach(entry -> to.addObject()
                        .put("type", "unpriced")
                        .put("model", entry.getKey())
                        .put("calls", entry.getValue()[0])
                        .put("unpriced_calls", entry.getValue()[UNPRICED])
                        .put("unpriced_input_tokens", entry.getValue()[2])
                        .put("unpriced_output_tokens", entry.getValue()[3]));
    }
}
