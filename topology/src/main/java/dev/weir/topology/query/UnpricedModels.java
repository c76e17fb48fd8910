package dev.weir.topology.query;

import static dev.weir.schemas.json.Shape.Property.always;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.json.JsonType;
import dev.weir.schemas.json.Shape;
import dev.weir.topology.query.Answer.Row;
import dev.weir.topology.traffic.TrafficAggregate;
import dev.weir.topology.traffic.TrafficAggregate.Count;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Calls without a known price by model, summed over series windows. A call without token counts has no known cost under any
 * price, so a model that only has such is no row. Not thread-safe.
 */
final class UnpricedModels {

    /** A row. */
    static final Shape SHAPE = new Shape(
            "UnpricedModel",
            "A model that was called without a known price.",
            List.of(
                    always("type", JsonType.constant("unpriced"), "Kind of the object."),
                    always("model", JsonType.TEXT, "Model, as calls name it."),
                    always("calls", JsonType.WHOLE, "Calls."),
                    always("unpriced_calls", JsonType.WHOLE, "Calls whose cost is unknown."),
                    always(
                            "unmeasured_calls",
                            JsonType.WHOLE,
                            "Calls without token counts: no price would tell their cost."),
                    always("unpriced_input_tokens", JsonType.WHOLE, "Input tokens of these calls."),
                    always("unpriced_output_tokens", JsonType.WHOLE, "Output tokens of these calls.")));

    private final Map<String, long[]> sums = new TreeMap<>();

    /** What is summed; the order of the array. */
    private static final Count[] SUMMED = {
        Count.CALLS,
        Count.UNPRICED_CALLS,
        Count.UNMEASURED_CALLS,
        Count.UNPRICED_INPUT_TOKENS,
        Count.UNPRICED_OUTPUT_TOKENS
    };

    private static final int UNPRICED = 1;
    private static final int UNMEASURED = 2;
    private static final int INPUT_TOKENS = 3;
    private static final int OUTPUT_TOKENS = 4;

    void add(String model, TrafficAggregate traffic) {
        long[] of = sums.computeIfAbsent(model, absent -> new long[SUMMED.length]);
        for (int i = 0; i < SUMMED.length; i++) {
            of[i] = Math.addExact(of[i], traffic.count(SUMMED[i]));
        }
    }

    /** Rows of the models with such calls, those with most of them first. */
    List<Row> rows() {
        return sums.entrySet().stream()
                .filter(entry -> lacksPrice(entry.getValue()))
                .sorted(Comparator.comparing((Map.Entry<String, long[]> entry) -> -entry.getValue()[UNPRICED])
                        .thenComparing(Map.Entry::getKey))
                .map(entry -> new Row(
                        "%019d %s".formatted(Long.MAX_VALUE - entry.getValue()[UNPRICED], entry.getKey()),
                        () -> json(entry.getKey(), entry.getValue())))
                .toList();
    }

    /** Whether a call with token counts has no known cost. */
    private static boolean lacksPrice(long[] sums) {
        return sums[UNPRICED] > sums[UNMEASURED];
    }

    private static ObjectNode json(String model, long[] sums) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "unpriced")
                .put("model", model)
                .put("calls", sums[0])
                .put("unpriced_calls", sums[UNPRICED])
                .put("unmeasured_calls", sums[UNMEASURED])
                .put("unpriced_input_tokens", sums[INPUT_TOKENS])
                .put("unpriced_output_tokens", sums[OUTPUT_TOKENS]);
    }
}
