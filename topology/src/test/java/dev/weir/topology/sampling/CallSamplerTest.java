package dev.weir.topology.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.avro.Scale;
import dev.weir.schemas.estimate.WeightedSums;
import dev.weir.schemas.testing.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CallSamplerTest {

    private static final SampledCall PLAIN = call(false, false, false, false);

    @Test
    void severalRules_shareOneHashAndTheHighestRateWins() throws IOException {
        for (JsonNode one : Vectors.cases("02_multiple_inclusion", "")) {
            JsonNode rates = one.get("rates");
            SamplingConfig config =
                    config(rates.path(1).asDouble(0), rates.path(2).asDouble(0), 0, 0);
            SampledCall call = call(true, true, false, false);
            Decision decision =
                    new CallSampler(config).decide(call, rates.get(0).asDouble(), 0.5);
            assertEquals(one.get("pi_shared_u").asDouble(), 1.0 / decision.weight(), 1e-9, one.toString());
        }
    }

    @Test
    void reasons_areTheRulesThatWouldHaveTakenTheCallAlone() throws IOException {
        JsonNode one =
                Vectors.cases("02_multiple_inclusion", "selected_by_which").get(0);
        JsonNode rates = one.get("rates");
        SamplingConfig config =
                config(rates.get("error").asDouble(), 0, rates.get("longOutput").asDouble(), 0);
        Decision decision = new CallSampler(config)
                .decide(
                        call(true, false, true, false),
                        rates.get("base").asDouble(),
                        one.get("u").asDouble());
        assertTrue(decision.sampled());
        assertEquals(one.get("weight").asLong(), decision.weight());
        assertEquals(List.of("error", "slow"), decision.reasons());
        assertEquals("error+slow", decision.stratum());
    }

    @Test
    void callsNotTaken_stillCarryWeightAndStratum() {
        Decision decision = new CallSampler(config(0.5, 0, 0, 0)).decide(call(true, false, false, false), 0.1, 0.9);
        assertFalse(decision.sampled());
        assertEquals(2, decision.weight());
        assertEquals("error", decision.stratum());
        assertEquals(List.of(), decision.reasons());
    }

    @Test
    void hashEqualToTheProbability_isNotTaken() {
        CallSampler sampler = new CallSampler(config(0, 0, 0, 0));
        assertFalse(sampler.decide(PLAIN, 0.5, 0.5).sampled());
        assertTrue(sampler.decide(PLAIN, 0.5, Math.nextDown(0.5)).sampled());
        assertTrue(sampler.decide(PLAIN, 1, Math.nextDown(1.0)).sampled());
    }

    @Test
    void rates_becomeTheNearestWholeWeight() {
        Map<Double, Long> weights = Map.of(1.0, 1L, 0.7, 1L, 0.6, 2L, 0.5, 2L, 0.3, 3L, 0.1, 10L, 1e-5, 100_000L);
        weights.forEach((rate, weight) -> assertEquals(weight, CallSampler.weightOf(rate), "rate " + rate));
        assertEquals(WeightedSums.MAX_WEIGHT, CallSampler.weightOf(1e-9));
    }

    @Test
    void higherRate_keepsEveryCallAlreadyTaken() {
        CallSampler sampler = new CallSampler(config(0, 0, 0, 0));
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            byte[] id = ("trace-" + i).getBytes(StandardCharsets.UTF_8);
            double u = sampler.draw(id, 0, id.length);
            double low = 0.01 + random.nextDouble() / 2;
            double high = low + random.nextDouble() / 2;
            if (sampler.decide(PLAIN, low, u).sampled()) {
                assertTrue(sampler.decide(PLAIN, high, u).sampled(), low + " to " + high + ", call " + i + ", seed 11");
            }
        }
    }

    @Test
    void ruleSwitchedOff_neitherTakesNorNamesTheStratum() {
        Decision decision = new CallSampler(config(0, 0, 0, 0)).decide(call(true, true, true, true), 0.1, 0.01);
        assertEquals(10, decision.weight());
        assertEquals("base", decision.stratum());
        assertEquals(List.of("base"), decision.reasons());
    }

    @Test
    void rateChangedMidWindow_leavesTheMeanRight() throws IOException {
        // Vector 24 through the sampler: ten calls taken at 0.1 scored 8, then ten taken at 0.01 scored 6.
        Vectors vectors = Vectors.read("24_rate_change_mid_window");
        JsonNode one = vectors.casesOf("").get(0);
        CallSampler sampler = new CallSampler(config(0, 0, 0, 0));
        WeightedSums sums = WeightedSums.of(Scale.SCORE);
        for (int i = 0; i < one.get("y").size(); i++) {
            Decision decision = sampler.decide(PLAIN, one.get("pi").get(i).asDouble(), 0);
            sums.add(
                    decision.weight(), (int) Math.round(10 * one.get("y").get(i).asDouble()));
        }
        vectors.assertNear(one.get("hajek").asDouble(), sums.moments().mean().orElseThrow(), "mean");
    }

    /** The rule as it reads, with lists: one rate a rule, the highest wins, those below which u lies are the reasons. */
    @Test
    void everyDecision_isTheOneOfTheRulesInTheirPlainForm() {
        Random random = new Random(8);
        int taken = 0;
        for (int i = 0; i < 50_000; i++) {
            SamplingConfig config = config(rate(random), rate(random), rate(random), rate(random));
            SampledCall call =
                    call(random.nextBoolean(), random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
            double base = 0.001 + random.nextDouble() * 0.999;
            double u = random.nextDouble();
            Decision expected = plainly(config, call, base, u);
            assertEquals(expected, new CallSampler(config).decide(call, base, u), "seed 8, round " + i);
            taken += expected.sampled() ? 1 : 0;
        }
        assertTrue(taken > 10_000 && taken < 45_000, taken + " taken");
    }

    private static double rate(Random random) {
        return random.nextInt(3) == 0 ? 0 : 0.001 + random.nextDouble() * 0.999;
    }

    private static Decision plainly(SamplingConfig config, SampledCall call, double base, double u) {
        List<String> names = new ArrayList<>(List.of("base"));
        List<Double> rates = new ArrayList<>(List.of(base));
        add(names, rates, call.error(), "error", config.errorRate());
        add(names, rates, call.flagged(), "flagged", config.flaggedRate());
        add(names, rates, call.refusal(), "refusal", config.refusalRate());
        add(names, rates, call.slow(), "slow", config.slowRate());
        long weight = WeightedSums.MAX_WEIGHT;
        List<String> reasons = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            weight = Math.min(weight, CallSampler.weightOf(rates.get(i)));
            if (u < 1.0 / CallSampler.weightOf(rates.get(i))) {
                reasons.add(names.get(i));
            }
        }
        String stratum = names.size() == 1 ? "base" : String.join("+", names.subList(1, names.size()));
        return new Decision(u < 1.0 / weight, weight, u, reasons, stratum, config.ruleVersion());
    }

    private static void add(List<String> names, List<Double> rates, boolean applies, String name, double rate) {
        if (applies && rate > 0) {
            names.add(name);
            rates.add(rate);
        }
    }

    private static SamplingConfig config(double error, double refusal, double slow, double flagged) {
        return new SamplingConfig("salt", 0.1, error, refusal, slow, Duration.ofSeconds(30), flagged, Map.of(), 0);
    }

    private static SampledCall call(boolean error, boolean refusal, boolean slow, boolean flagged) {
        return new SampledCall(error, refusal, slow, flagged);
    }
}
