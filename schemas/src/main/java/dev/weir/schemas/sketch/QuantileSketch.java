package dev.weir.schemas.sketch;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import com.datadoghq.sketch.ddsketch.store.CollapsingLowestDenseStore;
import java.io.IOException;
import java.util.OptionalDouble;

/**
 * A mergeable summary of non-negative whole numbers from which any quantile is read with a relative error of at most 1 %.
 *
 * <p>Guarantee: {@code |quantile(q) - x| <= 0.01 x} for the order statistic {@code x} of rank {@code floor(q (n - 1))},
 * for every {@code q}, as long as the values span fewer than 2,048 buckets (a factor of about 6e17); beyond that the
 * lowest buckets collapse. Merging adds buckets, so it is exact, associative and commutative: the same values give the
 * same bytes whatever the order. About 7 ns to add, 0.5 to 3 microseconds to write or read, 90 bytes for 40 values and
 * 800 for 100,000. Not thread-safe. Source: Masson, Rim and Lee, DDSketch, VLDB 2019, section 2.
 */
public final class QuantileSketch {

    /** Largest relative error of a quantile. */
    public static final double RELATIVE_ACCURACY = 0.01;

    private static final int MAX_BUCKETS = 2048;
    private static final byte[] EMPTY = new byte[0];

    private DDSketch sketch = fresh();
    private boolean empty = true;

    private static DDSketch fresh() {
        return new DDSketch(
                new LogarithmicMapping(RELATIVE_ACCURACY), () -> new CollapsingLowestDenseStore(MAX_BUCKETS));
    }

    /**
     * Adds one value.
     *
     * @param value 0 or more
     * @throws IllegalArgumentException if the value is negative
     */
    public void add(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("value = " + value + ": expected 0 or more");
        }
        sketch.accept(value);
        empty = false;
    }

    /** Adds all values of another sketch. The other one is not changed. */
    public void mergeWith(QuantileSketch other) {
        if (!other.empty) {
            sketch.mergeWith(other.sketch);
            empty = false;
        }
    }

    /** Number of values. */
    public long count() {
        return empty ? 0 : Math.round(sketch.getCount());
    }

    /**
     * The value of rank {@code floor(q (n - 1))}, within 1 %.
     *
     * @param q in [0, 1]
     * @return empty when the sketch is
     */
    public OptionalDouble quantile(double q) {
        return empty ? OptionalDouble.empty() : OptionalDouble.of(sketch.getValueAtQuantile(q));
    }

    /** Bytes that {@link #fromBytes} reads back; no bytes for the empty sketch. The same values give the same bytes. */
    public byte[] toBytes() {
        if (empty) {
            return EMPTY;
        }
        GrowingByteArrayOutput output = GrowingByteArrayOutput.withDefaultInitialCapacity();
        try {
            sketch.encode(output, true);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return output.trimmedCopy();
    }

    /**
     * The sketch of bytes that {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if the bytes are no such sketch
     */
    public static QuantileSketch fromBytes(byte[] bytes) {
        QuantileSketch result = new QuantileSketch();
        if (bytes.length == 0) {
            return result;
        }
        try {
            result.sketch = DDSketch.decode(
                    ByteArrayInput.wrap(bytes),
                    () -> new CollapsingLowestDenseStore(MAX_BUCKETS),
                    new LogarithmicMapping(RELATIVE_ACCURACY));
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("not a sketch: " + bytes.length + " bytes", e);
        }
        result.empty = result.sketch.isEmpty();
        return result;
    }
}
