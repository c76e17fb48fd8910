package dev.weir.schemas.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.json.Shape.Property;
import dev.weir.schemas.sketch.QuantileSketch;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A sketch as its quantiles: the order statistics of rank {@code floor(q (n - 1))}, within 1 %, and the number of values.
 * A quantile is exact where the record has the value itself beside the sketch.
 *
 * @param decimals places that a value of the sketch moves: 3 from microseconds to milliseconds
 */
record SketchJson(Shape shape, int decimals) {

    private static final Map<String, Double> QUANTILES =
            new TreeMap<>(Map.of("p50", 0.50, "p90", 0.90, "p95", 0.95, "p99", 0.99));

    static final SketchJson MILLIS =
            new SketchJson(shape("QuantilesMs", "Quantiles in milliseconds.", JsonType.REAL), 3);
    static final SketchJson WHOLES =
            new SketchJson(shape("Quantiles", "Quantiles of whole numbers.", JsonType.WHOLE), 0);

    private static Shape shape(String name, String doc, JsonType type) {
        List<Property> properties = new ArrayList<>();
        QUANTILES.forEach((quantile, q) -> properties.add(Property.ifKnown(
                quantile, type, "Value of rank floor(" + q + " (n - 1)), within 1 %; absent when n is 0.")));
        properties.add(Property.always("n", JsonType.WHOLE, "Number of values."));
        return new Shape(name, doc, properties);
    }

    /**
     * Exact values beside a sketch.
     *
     * @param largest those of the largest ranks, the largest first
     * @param sum of all values, where it is known: a single value is its sum
     */
    record Known(List<Long> largest, OptionalLong sum) {

        static final Known NOTHING = new Known(List.of());

        Known(List<Long> largest) {
            this(largest, OptionalLong.empty());
        }

        static Known sum(long sum) {
            return new Known(List.of(), OptionalLong.of(sum));
        }

        /** The value of a rank; empty where it is unknown or not the one that the sketch has at that rank. */
        OptionalLong near(double approximate, long rank, long n) {
            long fromTop = n - 1 - rank;
            OptionalLong exact = n == 1 ? sum : OptionalLong.empty();
            if (fromTop < largest.size()) {
                exact = OptionalLong.of(largest.get((int) fromTop));
            }
            // A call that was counted twice stands once among the largest.
            return exact.isPresent()
                            && Math.abs(exact.getAsLong() - approximate)
                                    <= exact.getAsLong() * QuantileSketch.RELATIVE_ACCURACY
                    ? exact
                    : OptionalLong.empty();
        }
    }

    /** The object of a sketch. */
    ObjectNode write(ByteBuffer bytes, Known known) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        QuantileSketch sketch = QuantileSketch.fromBytes(copy);
        long n = sketch.count();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        QUANTILES.forEach((name, q) -> sketch.quantile(q).ifPresent(approximate -> {
            long rank = (long) Math.floor(q * (n - 1));
            put(json, name, known.near(approximate, rank, n).orElse(Math.round(approximate)));
        }));
        return json.put("n", n);
    }

    private void put(ObjectNode json, String name, long value) {
        if (decimals == 0) {
            json.put(name, value);
        } else {
            json.put(name, plain(BigDecimal.valueOf(value, decimals)));
        }
    }

    /** A decimal without trailing zeros and without an exponent. */
    static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
