package dev.weir.schemas.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.avro.Scale;
import org.junit.jupiter.api.Test;

class EstimateTest {

    @Test
    void noJudgement_isNoneAndNotZero() {
        assertEquals(new Estimate.None(), WeightedSums.of(Scale.SCORE).estimate());
    }

    @Test
    void oneJudgement_hasAMeanAndNoVariance() {
        WeightedSums one = equal(Scale.SCORE, 1, 70);
        assertEquals(new Estimate.MeanOnly(7, 1, 1), one.estimate());
        assertTrue(one.moments().variance().isEmpty());
    }

    @Test
    void fourJudgements_haveNoIntervalAndFiveDo() {
        WeightedSums sums = alternating(4);
        assertInstanceOf(Estimate.MeanOnly.class, sums.estimate());
        sums.add(1, 60);
        Estimate.Sufficient five = assertInstanceOf(Estimate.Sufficient.class, sums.estimate());
        assertTrue(five.interval().contains(five.mean()));
        assertFalse(five.supportsAlert());
        assertTrue(assertInstanceOf(Estimate.Sufficient.class, alternating(20).estimate())
                .supportsAlert());
    }

    @Test
    void oneHeavyJudgementAmongMany_hasNoInterval() {
        WeightedSums sums = alternating(30);
        sums.add(1000, 90);
        Estimate.MeanOnly thin = assertInstanceOf(Estimate.MeanOnly.class, sums.estimate());
        assertTrue(thin.nEff() < Estimate.MIN_N_EFF);
    }

    @Test
    void fewEqualScores_getAnIntervalOnlyFromTheUsualSpread() {
        WeightedSums sums = equal(Scale.SCORE, 16, 80);
        assertInstanceOf(Estimate.MeanOnly.class, sums.estimate());
        Estimate.Sufficient floored = assertInstanceOf(Estimate.Sufficient.class, sums.estimate(1.6));
        // A quarter of 1.6 over the square root of 16, times t(15).
        assertEquals(8 - 0.1 * 2.131449545559323, floored.low(), 1e-9);
    }

    @Test
    void manyEqualScores_haveAnIntervalOfWidthZero() {
        assertEquals(
                new Estimate.Sufficient(8, 8, 8, 20, 20),
                equal(Scale.SCORE, 20, 80).estimate(1.6));
    }

    @Test
    void ratesOfZeroAndOne_haveOneSidedWidth() {
        Estimate.Sufficient never =
                (Estimate.Sufficient) equal(Scale.RATE, 10, 0).estimate();
        assertEquals(0, never.low());
        assertEquals(0.2775327998628892, never.high(), 1e-9);
        Estimate.Sufficient always =
                (Estimate.Sufficient) equal(Scale.RATE, 10, 10).estimate();
        assertEquals(0.7224672001371107, always.low(), 1e-9);
        assertEquals(1, always.high());
    }

    private static WeightedSums equal(Scale scale, int n, int tenths) {
        WeightedSums sums = WeightedSums.of(scale);
        for (int i = 0; i < n; i++) {
            sums.add(1, tenths);
        }
        return sums;
    }

    private static WeightedSums alternating(int n) {
        WeightedSums sums = WeightedSums.of(Scale.SCORE);
        for (int i = 0; i < n; i++) {
            sums.add(1, i % 2 == 0 ? 60 : 80);
        }
        return sums;
    }
}
