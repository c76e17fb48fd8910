package dev.weir.topology.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.topology.sampling.SampleRatio.Verdict;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleRatioTest {

    @Test
    void decidedCalls_areConsistentAndSpreadLikeOneStandardError() {
        double squares = 0;
        for (int run = 0; run < 200; run++) {
            SampleRatio ratio = run(run, 1, 1.0);
            assertEquals(Verdict.CONSISTENT, ratio.verdict(), "run " + run + ": z = " + ratio.z());
            squares += Math.pow(ratio.z().orElseThrow(), 2) / 200;
        }
        // Mean of 200 squared standard normals: 1 with a standard error of 0.1.
        assertEquals(1, squares, 0.4);
    }

    @Test
    void lostOrMisweighedCalls_areBroken() {
        assertEquals(Verdict.BROKEN, run(1, 1, 0.7).verdict(), "three of ten lost");
        assertEquals(Verdict.BROKEN, run(1, 2, 1.0).verdict(), "weights doubled");
    }

    private static SampleRatio run(int run, int factor, double kept) {
        SamplingConfig rates = SamplingConfig.DEFAULT;
        CallSampler sampler = new CallSampler(rates);
        HashUniform uniform = new HashUniform(rates.salt(), CallSampler.PURPOSE);
        SampleRatio left = new SampleRatio();
        SampleRatio right = new SampleRatio();
        for (int i = 0; i < 5_000; i++) {
            SampledCall call = new SampledCall(i % 7 == 0, false, false, false);
            Decision decision = sampler.decide(call, rates.baseRate(), uniform.of("run-" + run + "-" + i));
            SampleRatio half = i % 2 == 0 ? left : right;
            half.decided(decision.weight());
            if (decision.sampled() && i % 100 < 100 * kept) {
                half.received(factor * decision.weight());
            }
        }
        left.mergeWith(right);
        return left;
    }

    @Test
    void add_countsWhatTheDecisionSays() {
        SampleRatio ratio = new SampleRatio();
        CallSampler sampler = new CallSampler(SamplingConfig.DEFAULT);
        SampledCall call = new SampledCall(false, false, false, false);
        ratio.add(sampler.decide(call, 0.1, 0));
        for (int i = 0; i < 9; i++) {
            ratio.add(sampler.decide(call, 0.1, 0.9));
        }
        assertEquals(0, ratio.z().orElseThrow());
    }

    @Test
    void fewExpectedCalls_giveNoVerdict() {
        SampleRatio ratio = new SampleRatio();
        assertTrue(ratio.z().isEmpty());
        assertEquals(Verdict.TOO_FEW, ratio.verdict());
        for (int i = 0; i < 249; i++) {
            ratio.decided(10);
        }
        assertEquals(Verdict.TOO_FEW, ratio.verdict(), "24.9 expected");
        ratio.decided(10);
        assertEquals(Verdict.BROKEN, ratio.verdict(), "25 expected, none received: z = " + ratio.z());
        for (int i = 0; i < 7; i++) {
            ratio.received(10);
        }
        assertEquals(Verdict.CONSISTENT, ratio.verdict(), "25 expected, 7 received: z = " + ratio.z());
    }

    @Test
    void everyCallJudged_allowsNoDifferenceAtAll() {
        Map.of(30, Verdict.CONSISTENT, 29, Verdict.BROKEN).forEach((received, verdict) -> {
            SampleRatio ratio = new SampleRatio();
            for (int i = 0; i < 30; i++) {
                ratio.decided(1);
            }
            for (int i = 0; i < received; i++) {
                ratio.received(1);
            }
            assertEquals(verdict, ratio.verdict(), received + " received");
        });
    }
}
