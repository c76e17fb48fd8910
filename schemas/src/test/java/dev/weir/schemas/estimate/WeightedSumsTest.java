package dev.weir.schemas.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.avro.DimensionQuality;
import dev.weir.schemas.avro.Scale;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WeightedSumsTest {

    private record Judged(long weight, int tenths) {}

    @Test
    void anyOrderAndSplit_giveTheSameSums() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            List<Judged> judged = judged(random, 1 + random.nextInt(60));
            WeightedSums sequential = sums(judged);
            List<Judged> shuffled = new ArrayList<>(judged);
            Collections.shuffle(shuffled, random);
            int cut = random.nextInt(shuffled.size() + 1);
            WeightedSums merged = sums(shuffled.subList(0, cut));
            merged.mergeWith(sums(shuffled.subList(cut, shuffled.size())));
            assertEquals(sequential, merged, "seed " + seed);
            assertEquals(sequential.toRecord("q"), merged.toRecord("q"), "seed " + seed);
        }
    }

    @Test
    void subtractions_undoAdditionsExactly() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            List<Judged> kept = judged(random, random.nextInt(20));
            List<Judged> replaced = judged(random, 1 + random.nextInt(20));
            WeightedSums sums = sums(replaced);
            kept.forEach(one -> sums.add(one.weight, one.tenths));
            WeightedSums corrections = WeightedSums.of(Scale.SCORE);
            replaced.forEach(one -> corrections.subtract(one.weight, one.tenths));
            assertEquals(-replaced.size(), corrections.n());
            assertEquals(new Estimate.None(), corrections.estimate());

            sums.mergeWith(corrections);
            assertEquals(sums(kept), sums, "seed " + seed);
            sums.unmergeWith(sums(kept));
            assertTrue(sums.isZero(), "seed " + seed);
        }
    }

    @Test
    void copy_doesNotFollowTheOriginal() {
        WeightedSums original = WeightedSums.of(Scale.SCORE);
        original.add(3, 70);
        WeightedSums copy = original.copy();
        original.add(3, 70);
        assertEquals(1, copy.n());
        assertEquals(2, original.n());
    }

    @Test
    void aBillionCallsJudgedAtOnePerMille_fitInALong() {
        WeightedSums thousand = WeightedSums.of(Scale.SCORE);
        for (int i = 0; i < 1000; i++) {
            thousand.add(1000, i % 2 == 0 ? 100 : 10);
        }
        WeightedSums million = WeightedSums.of(Scale.SCORE);
        for (int i = 0; i < 1000; i++) {
            million.mergeWith(thousand);
        }
        assertEquals(1_000_000, million.n());
        assertEquals(1_000_000_000, million.sumW());
        assertEquals(5.5, million.moments().mean().orElseThrow());
        assertEquals(4.5e-3, Math.sqrt(million.moments().variance().orElseThrow()), 1e-8);
    }

    @Test
    void sumsBeyondTheBound_areRefusedAndChangeNothing() {
        // 18 billion calls at the largest weight and the largest distance from the centre still fit.
        WeightedSums sums = WeightedSums.of(Scale.SCORE);
        for (int i = 0; i < 90_000; i++) {
            sums.add(WeightedSums.MAX_WEIGHT, 100);
        }
        assertEquals(18_000_000_000L, sums.sumW());
        assertEquals(10.0, sums.moments().mean().orElseThrow());
        assertEquals(0.0, sums.moments().variance().orElseThrow());

        WeightedSums before = sums.copy();
        ArithmeticException refusal = assertThrows(ArithmeticException.class, () -> sums.mergeWith(before));
        assertTrue(String.valueOf(refusal.getMessage()).contains("90000 judgements"), refusal.getMessage());
        assertEquals(before, sums);
    }

    @Test
    void judgementsOffTheScale_areNamedAndChangeNothing() {
        WeightedSums score = WeightedSums.of(Scale.SCORE);
        assertRefused("value_tenths = 9: expected in [10, 100]", score, 1, 9);
        assertRefused("value_tenths = 101: expected in [10, 100]", score, 1, 101);
        assertRefused("weight = 0: expected in [1, 200000]", score, 0, 50);
        assertRefused("weight = 200001: expected in [1, 200000]", score, 200_001, 50);
        assertRefused("value_tenths = 5: expected 0 or 10", WeightedSums.of(Scale.RATE), 1, 5);
        assertNull(WeightedSums.problem(Scale.RATE, 1, 10));
    }

    private static void assertRefused(String message, WeightedSums sums, long weight, int tenths) {
        assertEquals(message, WeightedSums.problem(sums.scale(), weight, tenths));
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> sums.add(weight, tenths))
                        .getMessage());
        assertTrue(sums.isZero());
    }

    @Test
    void scalesDoNotMix() {
        assertThrows(
                IllegalArgumentException.class,
                () -> WeightedSums.of(Scale.RATE).mergeWith(WeightedSums.of(Scale.SCORE)));
    }

    @Test
    void records_carryTheSumsAndTheEstimate() {
        for (long seed = 1; seed <= 50; seed++) {
            WeightedSums sums = sums(judged(new Random(seed), 30));
            DimensionQuality published = sums.toRecord("correctness");
            assertEquals("correctness", published.getDimension());
            assertEquals(sums, WeightedSums.fromRecord(published), "seed " + seed);
            Estimate.Sufficient estimate = (Estimate.Sufficient) sums.estimate();
            assertEquals(estimate.mean(), published.getMean());
            assertEquals(estimate.low(), published.getCiLow());
            assertEquals(estimate.high(), published.getCiHigh());
            assertEquals(estimate.nEff(), published.getNEff());
        }
    }

    @Test
    void recordsOfTooFew_leaveOutWhatIsUnknown() {
        DimensionQuality none = WeightedSums.of(Scale.RATE).toRecord("refusal");
        assertNull(none.getMean());
        assertNull(none.getNEff());
        WeightedSums one = WeightedSums.of(Scale.RATE);
        one.add(7, 10);
        DimensionQuality published = one.toRecord("refusal");
        assertEquals(1.0, published.getMean());
        assertEquals(1.0, published.getNEff());
        assertNull(published.getCiLow());
        assertNull(published.getCiHigh());
    }

    @Test
    void recordsNoSampleCanHave_areRefused() {
        WeightedSums sums = WeightedSums.of(Scale.SCORE);
        sums.add(10, 80);
        assertRefused("n = -1", sums, broken -> broken.setN(-1));
        assertRefused("n = 0 with", sums, broken -> broken.setN(0));
        assertRefused("sum_ww = 3", sums, broken -> broken.setSumWw(3));
        assertRefused("sum_wd = 501", sums, broken -> broken.setSumWd(501));
        assertRefused("sum_wwdd = 1", sums, broken -> broken.setSumWwdd(1));
    }

    private static void assertRefused(String part, WeightedSums sums, Consumer<DimensionQuality> breakage) {
        DimensionQuality published = sums.toRecord("tone");
        breakage.accept(published);
        RuntimeException refusal =
                assertThrows(IllegalArgumentException.class, () -> WeightedSums.fromRecord(published));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.startsWith("dimension tone: ") && message.contains(part), message);
    }

    @Test
    void bytes_readBackEqual() throws IOException {
        WeightedSums sums = WeightedSums.of(Scale.SCORE);
        sums.subtract(WeightedSums.MAX_WEIGHT, 10);
        sums.add(17, 93);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        sums.writeTo(new DataOutputStream(bytes));
        assertEquals(56, bytes.size());
        DataInputStream input = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        assertEquals(sums, WeightedSums.readFrom(Scale.SCORE, input));
    }

    private static List<Judged> judged(Random random, int n) {
        List<Judged> result = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            result.add(new Judged(1 + random.nextInt(100), 10 + random.nextInt(91)));
        }
        return result;
    }

    private static WeightedSums sums(List<Judged> judged) {
        WeightedSums result = WeightedSums.of(Scale.SCORE);
        judged.forEach(one -> result.add(one.weight, one.tenths));
        return result;
    }
}
