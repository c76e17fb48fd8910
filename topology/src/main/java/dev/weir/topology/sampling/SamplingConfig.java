package dev.weir.topology.sampling;

import dev.weir.schemas.Means;
import dev.weir.schemas.estimate.WeightedSums;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which calls are judged. Rates are inclusion probabilities; a rate takes effect as the nearest {@code 1/w} with a
 * whole w, so 0.4 and 0.3 both take one call of three.
 */
public record SamplingConfig(
        @Means("makes the sample of this deployment independent of others; a new salt draws a new sample")
        String salt,

        @Means("share of all calls that is judged, taken as the nearest 1/w; with a target volume, the "
                + "initial rate of a new route")
        double baseRate,

        @Means("share of failed calls that is judged; 0 switches the rule off, as for the next three")
        double errorRate,

        @Means("share of refused calls that is judged") double refusalRate,

        @Means("share of calls that took longer than `slow_over` that is judged")
        double slowRate,

        @Means("duration above which a call is slow") Duration slowOver,

        @Means("share of calls with a safety hit that is judged")
        double flaggedRate,

        @Means("base rate of single routes; with a target volume, their lowest rate")
        Map<String, Double> routeRates,

        @Means("target volume of base samples to which each route's rate is steered; 0 keeps rates fixed")
        int judgedPerRoutePerDay) {

    /** One call of ten, and every second of those that failed, were refused, were flagged or took over 30 seconds. */
    public static final SamplingConfig DEFAULT =
            new SamplingConfig("weir", 0.1, 0.5, 0.5, 0.5, Duration.ofSeconds(30), 0.5, Map.of(), 0);

    private static final double LEAST_RATE = 1.0 / WeightedSums.MAX_WEIGHT;

    /** Keeps a copy of the map. */
    public SamplingConfig {
        routeRates = Map.copyOf(routeRates);
    }

    /** The same rules with another base rate. */
    public SamplingConfig withBaseRate(double rate) {
        return new SamplingConfig(
                salt, rate, errorRate, refusalRate, slowRate, slowOver, flaggedRate, routeRates, judgedPerRoutePerDay);
    }

    /** Every problem as {@code key = value: expected …}; empty when there is none. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        addBaseProblem(problems, "base_rate", baseRate);
        new TreeMap<>(routeRates).forEach((route, rate) -> addBaseProblem(problems, "route_rates." + route, rate));
        addRuleProblem(problems, "error_rate", errorRate);
        addRuleProblem(problems, "refusal_rate", refusalRate);
        addRuleProblem(problems, "slow_rate", slowRate);
        addRuleProblem(problems, "flagged_rate", flaggedRate);
        if (slowOver.isNegative()) {
            problems.add("slow_over = " + slowOver + ": expected 0 or more");
        }
        if (judgedPerRoutePerDay < 0) {
            problems.add("judged_per_route_per_day = " + judgedPerRoutePerDay + ": expected 0 (fixed rates) or more");
        }
        return problems;
    }

    private static void addBaseProblem(List<String> problems, String key, double rate) {
        if (rate == 0) {
            problems.add(key + " = 0: expected above 0, for a call that no rule selects would have no chance of being"
                    + " judged and no rate or mean of all calls could be estimated");
        } else if (!(rate >= LEAST_RATE && rate <= 1)) {
            problems.add(key + " = " + rate + ": expected in [" + LEAST_RATE + ", 1]");
        }
    }

    private static void addRuleProblem(List<String> problems, String key, double rate) {
        if (rate != 0 && !(rate >= LEAST_RATE && rate <= 1)) {
            problems.add(key + " = " + rate + ": expected 0 (off) or in [" + LEAST_RATE + ", 1]");
        }
    }

    /** Rate for every call of the route while rates are fixed. */
    double baseRateFor(String route) {
        return routeRates.getOrDefault(route, baseRate);
    }

    /** Whether a call of this duration falls under the slow rule. */
    boolean isSlow(long durationMicros) {
        return durationMicros > slowOver.toNanos() / 1000;
    }

    /**
     * Name of these rules for the log of every decision: equal for equal content, whatever the order of the routes.
     * Twelve hexadecimal digits.
     */
    public String ruleVersion() {
        String content = String.join(
                "\u001F",
                salt,
                "" + baseRate,
                "" + errorRate,
                "" + refusalRate,
                "" + slowRate,
                slowOver.toString(),
                "" + flaggedRate,
                new TreeMap<>(routeRates).toString(),
                "" + judgedPerRoutePerDay);
        byte[] digest = HashUniform.sha256().digest(content.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 6);
    }
}
