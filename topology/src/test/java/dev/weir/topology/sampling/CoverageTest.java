package dev.weir.topology.sampling;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.avro.Scale;
import dev.weir.schemas.estimate.Estimate;
import dev.weir.schemas.estimate.WeightedSums;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whether 95 % intervals hold the truth in 95 % of seeded runs when calls are judged with unequal probabilities: one
 * call in 25 by default, half of those that failed, and the failed ones are worse.
 *
 * <p>Tolerance: of 200 runs at a coverage of 0.95, fewer than 181 or more than 199 hold the truth with a probability of
 * {@code P(Bin(200, .95) <= 180) + P(Bin(200, .95) = 200) = 0.0027}.
 */
class CoverageTest {

    private static final int RUNS = 200;
    private static final int LEAST = 181;
    private static final int MOST = 199;
    private static final int CALLS = 4_000;
    private static final double BASE_RATE = 0.04;

    /** Runs in which an interval held the truth. */
    private static final class Covered {
        private int weighted;
        private int unweighted;

        void count(double truth, WeightedSums logged, WeightedSums ones) {
            weighted += holds(logged, truth);
            unweighted += holds(ones, truth);
        }

        private static int holds(WeightedSums sums, double truth) {
            return assertInstanceOf(Estimate.Sufficient.class, sums.estimate())
                            .interval()
                            .contains(truth)
                    ? 1
                    : 0;
        }

        void assertNominal(String what) {
            String counts = what + ": weighted " + weighted + ", unweighted " + unweighted + " of " + RUNS;
            System.out.println("coverage of " + counts);
            assertTrue(weighted >= LEAST && weighted <= MOST, counts + ": expected " + LEAST + " to " + MOST);
            assertTrue(unweighted < RUNS / 2, counts + ": expected the unweighted interval to miss");
        }
    }

    @Test
    void intervalsOfUnequallySampledCalls_coverAtTheirNominalRate() {
        Covered scores = new Covered();
        Covered rates = new Covered();
        for (int run = 1; run <= RUNS; run++) {
            run(run, scores, rates);
        }
        scores.assertNominal("mean score");
        rates.assertNominal("rate");
    }

    private static void run(int seed, Covered scores, Covered rates) {
        Random random = new Random(seed);
        CallSampler sampler = new CallSampler(
                new SamplingConfig("run", BASE_RATE, 0.5, 0, 0, Duration.ofSeconds(30), 0, Map.of(), 0));
        HashUniform uniform = new HashUniform("run", CallSampler.PURPOSE);
        WeightedSums score = WeightedSums.of(Scale.SCORE);
        WeightedSums scoreOfOnes = WeightedSums.of(Scale.SCORE);
        WeightedSums rate = WeightedSums.of(Scale.RATE);
        WeightedSums rateOfOnes = WeightedSums.of(Scale.RATE);
        long allTenths = 0;
        long allHits = 0;
        for (int i = 0; i < CALLS; i++) {
            boolean failed = random.nextInt(20) == 0;
            int tenths = (int) Math.round(Math.max(10, Math.min(100, (failed ? 45 : 75) + 14 * random.nextGaussian())));
            int hit = random.nextDouble() < (failed ? 0.4 : 0.05) ? 10 : 0;
            allTenths += tenths;
            allHits += hit;
            SampledCall call = new SampledCall(failed, false, false, false);
            Decision decision = sampler.decide(call, BASE_RATE, uniform.of(seed + "/" + i));
            if (decision.sampled()) {
                score.add(decision.weight(), tenths);
                scoreOfOnes.add(1, tenths);
                rate.add(decision.weight(), hit);
                rateOfOnes.add(1, hit);
            }
        }
        scores.count(allTenths / 10.0 / CALLS, score, scoreOfOnes);
        rates.count(allHits / 10.0 / CALLS, rate, rateOfOnes);
    }
}
