package dev.weir.topology.sampling;

import dev.weir.schemas.estimate.WeightedSums;
import java.util.ArrayList;
import java.util.List;

/**
 * The decision whether a call is judged.
 *
 * <p>Every rule that applies to the call offers a rate. One hash u is compared with all of them, so the call is taken
 * with the highest rate and rules need not be combined further. The rate becomes a whole weight
 * {@code w = max(1, round(1/rate))}, the inclusion probability is exactly {@code 1/w}, and the call is taken when
 * {@code u < 1/w}.
 *
 * <p>The weight stands for this decision only. Where the producer had already thinned its traces, the population of
 * every estimate is the calls that were received: multiplying by the inverse of an upstream probability would need
 * rounding, which biases, and would count unreported probabilities as 1. Allocates the decision and nothing else: names of
 * rules and strata are made once. Not thread-safe.
 */
final class CallSampler {

    /** Keeps these draws independent of other samples of the same ids. */
    static final String PURPOSE = "judge";

    private static final List<String> RULES = List.of("error", "flagged", "refusal", "slow");
    private static final int BASE = 1 << RULES.size();

    private final HashUniform uniform;
    private final String ruleVersion;
    private final long[] weights;
    private final int switchedOn;
    private final List<List<String>> names = new ArrayList<>();
    private final List<String> strata = new ArrayList<>();

    CallSampler(SamplingConfig config) {
        uniform = new HashUniform(config.salt(), PURPOSE);
        ruleVersion = config.ruleVersion();
        double[] rates = {config.errorRate(), config.flaggedRate(), config.refusalRate(), config.slowRate()};
        weights = new long[rates.length];
        int on = 0;
        for (int rule = 0; rule < rates.length; rule++) {
            on |= rates[rule] > 0 ? 1 << rule : 0;
            weights[rule] = rates[rule] > 0 ? weightOf(rates[rule]) : WeightedSums.MAX_WEIGHT;
        }
        switchedOn = on;
        for (int rules = 0; rules < 2 * BASE; rules++) {
            names.add(namesOf(rules));
            strata.add(rules == 0 ? "base" : String.join("+", namesOf(rules)));
        }
    }

    private static List<String> namesOf(int rules) {
        List<String> names = new ArrayList<>();
        if ((rules & BASE) != 0) {
            names.add("base");
        }
        for (int rule = 0; rule < RULES.size(); rule++) {
            if ((rules >>> rule & 1) != 0) {
                names.add(RULES.get(rule));
            }
        }
        return List.copyOf(names);
    }

    /**
     * Decides with the base rate of the moment.
     *
     * @param baseRate in (0, 1]; from {@link EqualVolume#rateFor} or {@link SamplingConfig#baseRateFor}
     * @param u the {@link #draw} of the call's unit
     */
    Decision decide(SampledCall call, double baseRate, double u) {
        int rules = call.facts() & switchedOn;
        long baseWeight = weightOf(baseRate);
        long weight = baseWeight;
        int taking = u < 1.0 / baseWeight ? BASE : 0;
        for (int left = rules; left != 0; left &= left - 1) {
            int rule = Integer.numberOfTrailingZeros(left);
            weight = Math.min(weight, weights[rule]);
            taking |= u < 1.0 / weights[rule] ? 1 << rule : 0;
        }
        return new Decision(u < 1.0 / weight, weight, u, names.get(taking), strata.get(rules), ruleVersion);
    }

    /**
     * The number in [0, 1) that decides about everything of one unit.
     *
     * @param id in UTF-8: the trace id, or the session id where whole sessions are judged
     */
    double draw(byte[] id, int offset, int length) {
        return uniform.of(id, offset, length);
    }

    /** Nearest whole weight of a rate: {@code max(1, round(1/rate))}, at most {@link WeightedSums#MAX_WEIGHT}. */
    static long weightOf(double rate) {
        return Math.min(WeightedSums.MAX_WEIGHT, Math.max(1, Math.round(1 / rate)));
    }
}
