package dev.weir.schemas.sketch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantileSketchTest {

    private static final double[] RANKS = {0, 0.01, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1};
    private static final double ROUNDING = 1e-9;

    private static QuantileSketch of(long... values) {
        QuantileSketch sketch = new QuantileSketch();
        LongStream.of(values).forEach(sketch::add);
        return sketch;
    }

    private static void assertWithinOnePercent(long[] values, QuantileSketch sketch, String message) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        assertEquals(values.length, sketch.count());
        for (double q : RANKS) {
            double exact = sorted[(int) Math.floor(q * (sorted.length - 1))];
            double allowed = exact * QuantileSketch.RELATIVE_ACCURACY * (1 + ROUNDING);
            assertEquals(exact, sketch.quantile(q).orElseThrow(), allowed, message + ", q = " + q);
        }
    }

    @Test
    void referenceVectors_areMetWithinTheStatedError() throws IOException {
        JsonNode vector;
        try (InputStream in = getClass().getResourceAsStream("/vectors/14_ddsketch.json")) {
            vector = new ObjectMapper().readTree(Objects.requireNonNull(in));
        }
        int compared = 0;
        for (JsonNode one : vector.path("cases")) {
            long[] thousandths = one.path("values").isTextual()
                    ? LongStream.rangeClosed(1, 1_000)
                            .map(value -> value * 1_000)
                            .toArray()
                    : LongStream.range(0, one.path("values").size())
                            .map(i ->
                                    Math.round(one.path("values").path((int) i).asDouble() * 1_000))
                            .toArray();
            QuantileSketch sketch = of(thousandths);
            for (JsonNode quantile : one.path("quantiles")) {
                double exact = quantile.path("exact_lower").asDouble() * 1_000;
                assertEquals(
                        exact,
                        sketch.quantile(quantile.path("q").asDouble()).orElseThrow(),
                        exact * QuantileSketch.RELATIVE_ACCURACY * (1 + ROUNDING),
                        one.path("name").asText() + ", q = " + quantile.path("q"));
                compared++;
            }
        }
        assertTrue(compared > 20, "compared " + compared);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyDistribution_isMetWithinTheStatedError(long seed) {
        Random random = new Random(seed);
        LongSupplier[] distributions = {
            () -> (long) Math.exp(8 + 2 * random.nextGaussian()),
            () -> (long) (100 / Math.pow(1 - random.nextDouble(), 1.2)),
            () -> random.nextInt(50),
            () -> 7,
            () -> (long) Math.pow(10, random.nextInt(13))
        };
        for (int i = 0; i < distributions.length; i++) {
            long[] values = LongStream.generate(distributions[i])
                    .limit(1 + random.nextInt(3_000))
                    .toArray();
            assertWithinOnePercent(values, of(values), "seed " + seed + ", distribution " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void mergedParts_areTheSameBytesAsOneSketch_inAnyOrder(long seed) {
        Random random = new Random(seed);
        long[] values = LongStream.generate(() -> (long) Math.exp(6 + 3 * random.nextGaussian()))
                .limit(2_000)
                .toArray();
        QuantileSketch[] parts = new QuantileSketch[7];
        Arrays.setAll(parts, i -> new QuantileSketch());
        for (long value : values) {
            parts[random.nextInt(parts.length)].add(value);
        }
        QuantileSketch merged = new QuantileSketch();
        for (int i = parts.length - 1; i >= 0; i--) {
            merged.mergeWith(QuantileSketch.fromBytes(parts[i].toBytes()));
        }
        assertArrayEquals(of(values).toBytes(), merged.toBytes(), "seed " + seed);
    }

    @Test
    void everyBucket_isWithinTheErrorOfItsValues_andFollowsTheOneBefore() {
        long value = 0;
        int before = -1;
        while (value >= 0) {
            int bucket = Buckets.of(value);
            assertEquals(before + 1, bucket, "value " + value);
            long last = lastOf(bucket, value);
            for (long one : new long[] {value, last}) {
                assertEquals(one, Buckets.middle(bucket), one / 128.0, "value " + one);
            }
            before = bucket;
            value = last + 1;
        }
        assertEquals(Buckets.COUNT - 1, before);
    }

    private static long lastOf(int bucket, long from) {
        long low = from;
        long high = from < 1 ? 1 : from > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : from * 2;
        if (Buckets.of(high) == bucket) {
            return high;
        }
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            if (Buckets.of(middle) == bucket) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void clearedSketch_isAsNew(long seed) {
        Random random = new Random(seed);
        QuantileSketch reused = new QuantileSketch();
        for (int round = 0; round < 50; round++) {
            long[] values = LongStream.generate(() -> random.nextLong() >>> (1 + random.nextInt(63)))
                    .limit(1 + random.nextInt(60))
                    .toArray();
            reused.clear();
            LongStream.of(values).forEach(reused::add);
            assertArrayEquals(of(values).toBytes(), reused.toBytes(), "seed " + seed + ", round " + round);
            assertWithinOnePercent(values, reused, "seed " + seed + ", round " + round);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 254, 255, 256, 257, 70_000})
    void manyOfAValue_areTheSameBytes_addedMergedAndAfterClearing(int count) {
        long[] values = LongStream.concat(LongStream.generate(() -> 1_000).limit(count), LongStream.rangeClosed(1, 40))
                .toArray();
        QuantileSketch added = of(values);
        QuantileSketch halves = of(Arrays.copyOf(values, count / 2));
        halves.mergeWith(of(Arrays.copyOfRange(values, count / 2, values.length)));
        QuantileSketch reused = of(values);
        reused.clear();
        reused.mergeWith(added);

        assertEquals(values.length, QuantileSketch.fromBytes(added.toBytes()).count());
        assertArrayEquals(added.toBytes(), halves.toBytes());
        assertArrayEquals(added.toBytes(), reused.toBytes());
        assertWithinOnePercent(values, reused, count + " times 1,000");
    }

    @Test
    void bytes_areAboutOneForEachOfAFewValues_andSmallForMany() {
        Random random = new Random(5);
        LongSupplier latencies = () -> (long) Math.exp(13 + 0.7 * random.nextGaussian());
        int few = of(LongStream.generate(latencies).limit(36).toArray()).toBytes().length;
        int many = of(LongStream.generate(latencies).limit(100_000).toArray()).toBytes().length;
        assertTrue(few <= 45, few + " bytes for 36 values");
        assertTrue(many <= 1_200, many + " bytes for 100,000 values");
    }

    @Test
    void damagedBytes_areRefusedOrAreSomeOtherSketch_neverAnotherException() {
        Random random = new Random(6);
        byte[] good = of(LongStream.generate(() -> (long) Math.exp(9 + random.nextGaussian()))
                        .limit(500)
                        .toArray())
                .toBytes();
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] bad = Arrays.copyOf(good, 1 + random.nextInt(good.length));
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                QuantileSketch.fromBytes(bad);
            } catch (IllegalArgumentException | ArithmeticException e) {
                refused++;
            }
        }
        assertTrue(refused > 50, "refused " + refused);
    }

    @Test
    void emptySketch_hasNoQuantileAndNoBytes() {
        QuantileSketch empty = new QuantileSketch();
        assertTrue(empty.quantile(0.5).isEmpty());
        assertEquals(0, empty.count());
        assertEquals(0, empty.toBytes().length);
        assertEquals(0, QuantileSketch.fromBytes(new byte[0]).count());
        QuantileSketch one = of(5);
        one.mergeWith(empty);
        assertEquals(1, one.count());
    }

    @Test
    void zeroAndHugeValues_areKept() {
        assertWithinOnePercent(new long[] {0, 0, 1, 1_000_000_000_000L}, of(0, 0, 1, 1_000_000_000_000L), "edges");
    }

    @Test
    void negativeValue_andForeignBytes_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> new QuantileSketch().add(-1));
        assertThrows(IllegalArgumentException.class, () -> QuantileSketch.fromBytes(new byte[] {99, 98, 97}));
    }
}
