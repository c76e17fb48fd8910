package dev.weir.alerting.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.alerting.detect.Finding;
import dev.weir.alerting.detect.Verdict;
import dev.weir.alerting.rules.ThresholdRule.Side;
import dev.weir.schemas.avro.DimensionQuality;
import dev.weir.schemas.sketch.QuantileSketch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThresholdRuleTest extends RuleKindContract {

    private static final DimensionQuality SUMS = new DimensionQuality();
    private static final ThresholdRule RATE = threshold(Side.ABOVE, 0.05);

    @Test
    void rate_breaksByItsLowerBoundOnly() {
        assertEquals(Verdict.CLEAR, check(RATE, new Observation.Share(10, 100)).verdict());
        Finding breach = check(RATE, new Observation.Share(15, 100));
        assertEquals(Verdict.BREACH, breach.verdict());
        assertEquals(0.15, breach.value());
        assertTrue(breach.low() != null && breach.low() > 0.05);
    }

    @Test
    void tooFewCalls_decideNothing() {
        assertEquals(
                Verdict.INSUFFICIENT, check(RATE, new Observation.Share(9, 9)).verdict());
        assertEquals(
                Verdict.INSUFFICIENT, check(RATE, new Observation.Unknown(500)).verdict());
    }

    @Test
    void weightedRate_usesTheEffectiveSampleSize() {
        assertEquals(
                Verdict.BREACH,
                check(RATE, new Observation.SampledRate(0.15, 100.0, 100, true, SUMS))
                        .verdict());
        assertEquals(
                Verdict.CLEAR,
                check(RATE, new Observation.SampledRate(0.15, 20.0, 100, true, SUMS))
                        .verdict());
    }

    @Test
    void judgementsWithoutAnInterval_decideNothingAndKeepTheirMean() {
        ThresholdRule below = threshold(Side.BELOW, 7);
        Finding finding = check(below, new Observation.SampledMean(2, null, 19.0, 19, SUMS));
        assertEquals(Verdict.INSUFFICIENT, finding.verdict());
        assertEquals(2, finding.value());
        assertEquals(
                Verdict.INSUFFICIENT,
                check(RATE, new Observation.SampledRate(1, 100.0, 100, false, SUMS))
                        .verdict());
    }

    @Test
    void mean_breaksByItsBoundAgainstTheSide() {
        ThresholdRule below = threshold(Side.BELOW, 7);
        assertEquals(
                Verdict.CLEAR,
                check(below, new Observation.SampledMean(6.8, 0.1, 20.0, 20, SUMS))
                        .verdict());
        assertEquals(
                Verdict.BREACH,
                check(below, new Observation.SampledMean(6.7, 0.1, 20.0, 20, SUMS))
                        .verdict());
        assertEquals(
                Verdict.CLEAR,
                check(threshold(Side.ABOVE, 7), new Observation.SampledMean(6.7, 0.1, 20.0, 20, SUMS))
                        .verdict());
    }

    @Test
    void total_isComparedAsItIs() {
        ThresholdRule above = threshold(Side.ABOVE, 10);
        Finding breach = check(above, new Observation.Amount(10.01, true, 50));
        assertEquals(Verdict.BREACH, breach.verdict());
        assertNull(breach.low());
        assertEquals(
                Verdict.CLEAR,
                check(above, new Observation.Amount(10, false, 50)).verdict());
    }

    @Test
    void costWithUnpricedCalls_isNeverCalledLow() {
        ThresholdRule above = threshold(Side.ABOVE, 10);
        ThresholdRule below = threshold(Side.BELOW, 10);
        assertEquals(
                Verdict.INSUFFICIENT,
                check(above, new Observation.Amount(9, true, 50)).verdict());
        assertEquals(
                Verdict.INSUFFICIENT,
                check(below, new Observation.Amount(9, true, 50)).verdict());
        assertEquals(
                Verdict.BREACH,
                check(below, new Observation.Amount(9, false, 50)).verdict());
    }

    @Test
    void withoutAnExactCount_theSketchLeansToSilence() {
        ThresholdRule above = threshold(Side.ABOVE, 5000);
        for (int slow = 0; slow <= 100; slow++) {
            QuantileSketch sketch = new QuantileSketch();
            for (int i = 0; i < 100; i++) {
                sketch.add(i < slow ? 9_000_000 : 1_000_000);
            }
            Finding exact = quantile(above, sketch, Map.of(5000.0, (long) slow));
            Finding estimated = quantile(above, sketch, Map.of());
            assertEquals(exact.verdict(), estimated.verdict(), "slow " + slow);
            assertEquals(slow >= 12 ? Verdict.BREACH : Verdict.CLEAR, exact.verdict(), "slow " + slow);
        }
        QuantileSketch borderline = new QuantileSketch();
        for (int i = 0; i < 100; i++) {
            borderline.add(5_001_000);
        }
        assertEquals(Verdict.CLEAR, quantile(above, borderline, Map.of()).verdict(), "within the sketch's error");
    }

    /** 5,000 windows whose p95 is exactly the bound: at most 1 % alarm, where comparing the point alarms in a third or more. */
    @Test
    void seriesAtItsObjective_rarelyAlarms() {
        long seed = 6;
        Random random = new Random(seed);
        ThresholdRule above = threshold(Side.ABOVE, 950);
        int alarms = 0;
        int naive = 0;
        for (int window = 0; window < 5_000; window++) {
            QuantileSketch sketch = new QuantileSketch();
            long slow = 0;
            for (int i = 0; i < 100; i++) {
                long micros = (long) (random.nextDouble() * 1_000_000);
                sketch.add(micros);
                slow += micros > 950_000 ? 1 : 0;
            }
            Finding finding = quantile(above, sketch, Map.of(950.0, slow));
            alarms += finding.verdict() == Verdict.BREACH ? 1 : 0;
            naive += sketch.quantile(0.95).orElseThrow() > 950_000 ? 1 : 0;
        }
        System.out.printf("p95 at its objective, n = 100: %d of 5000 alarm, by the point %d%n", alarms, naive);
        assertTrue(alarms <= 50 + 28, "seed " + seed + ": " + alarms);
        assertTrue(naive > 1_250, "seed " + seed + ": naive " + naive);
    }

    @Override
    String yaml() {
        return "{alert: Rule, measure: error_rate, above: 0.05}";
    }

    @Override
    List<Observation> story(long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, 60)
                .mapToObj(i -> (Observation) new Observation.Share(i < 40 ? random.nextInt(5) : 20, 100))
                .toList();
    }

    private static ThresholdRule threshold(Side side, double bound) {
        return new ThresholdRule(new Statistic(TrafficMeasure.ERROR_RATE, null, 10), side, bound, 0.99);
    }

    private static Finding check(ThresholdRule threshold, Observation observation) {
        return threshold.observe(Instant.EPOCH, observation).finding();
    }

    private static Finding quantile(ThresholdRule threshold, QuantileSketch sketch, Map<Double, Long> above) {
        Statistic p95 = new Statistic(TrafficMeasure.LATENCY_MS, 0.95, 10);
        return check(
                new ThresholdRule(p95, threshold.side(), threshold.bound(), threshold.confidence()),
                new Observation.Values(sketch, 1000, above));
    }
}
