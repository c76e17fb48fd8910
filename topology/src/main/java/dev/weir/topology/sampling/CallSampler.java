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
 * rounding, which biases, and would count unreported probabilities as 1. About 0.5 microseconds. Thread-safe.
 */
final class CallSampler {

    /** Keeps these draws independent of other samples of the same ids. */
    static final String PURPOSE = "judge";

    private static final String BASE = "base";

    private final SamplingConfig config;
    private final String ruleVersion;

    CallSampler(SamplingConfig config) {
        this.config = config;
        this.ruleVersion = config.ruleVersion();
    }

    /**
     * Decides with the base rate of the moment.
     *
     * @param baseRate in (0, 1]; from {@link EqualVolume#rateFor} or {@link SamplingConfig#baseRateFor}
     */
    Decision decide(SampledCall call, double baseRate) {
        return decide(call, baseRate, HashUniform.of(config.salt(), PURPOSE, call.unitId()));
    }

    Decision decide(SampledCall call, double baseRate, double u) {
        List<Rule> rules = rulesFor(call, baseRate);
        long weight = WeightedSums.MAX_WEIGHT;
        List<String> reasons = new ArrayList<>(rules.size());
        for (Rule rule : rules) {
            long ownWeight = weightOf(rule.rate);
            weight = Math.min(weight, ownWeight);
            if (u < 1.0 / ownWeight) {
                reasons.add(rule.name);
            }
        }
        return new Decision(u < 1.0 / weight, weight, u, List.copyOf(reasons), stratum(rules), ruleVersion);
    }

    /** Nearest whole weight of a rate: {@code max(1, round(1/rate))}, at most {@link WeightedSums#MAX_WEIGHT}. */
    static long weightOf(double rate) {
        return Math.min(WeightedSums.MAX_WEIGHT, Math.max(1, Math.round(1 / rate)));
    }

    private record Rule(String name, double rate) {}

    /** Rules that apply, in the order of their names. */
    private List<Rule> rulesFor(SampledCall call, double baseRate) {
        List<Rule> rules = new ArrayList<>(5);
        rules.add(new Rule(BASE, baseRate));
        addRule(rules, call.error(), "error", config.errorRate());
        addRule(rules, call.flagged(), "flagged", config.flaggedRate());
        addRule(rules, call.refusal(), "refusal", config.refusalRate());
        addRule(rules, call.slow(), "slow", config.slowRate());
        return rules;
    }

    private static void addRule(List<Rule> rules, boolean applies, String name, double rate) {
        if (applies && rate > 0) {
            rules.add(new Rule(name, rate));
        }
    }

    private static String stratum(List<Rule> rules) {
        return switch (rules.size()) {
            case 1 -> BASE;
            case 2 -> rules.get(1).name;
            default ->
                String.join(
                        "+",
                        rules.subList(1, rules.size()).stream().map(Rule::name).toList());
        };
    }
}
