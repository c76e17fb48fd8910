package dev.weir.alerting.rules;

import dev.weir.alerting.detect.Exceedance;
import dev.weir.alerting.detect.Finding;
import dev.weir.alerting.detect.Verdict;
import dev.weir.schemas.avro.AlertKind;
import dev.weir.schemas.estimate.Interval;
import dev.weir.schemas.estimate.Intervals;
import dev.weir.schemas.sketch.QuantileSketch;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * {@code kind: threshold}: a bound that one window breaks with significance. Never decided by the bare point where the point
 * has a sampling error: a quantile by the exact count beyond the bound, a rate by Wilson's bound, a judged mean by Student's
 * bound. Totals and means over all calls have no such error and are compared as they are. It learns nothing, so it decides
 * on corrections too.
 *
 * <p>Keys of its own: exactly one of {@code above} and {@code below}, the bound in the measure's unit, of a rate a share from
 * 0 to 1; {@code confidence}, one-sided, between 0.5 and 1, default 0.99. Without {@code by} each series is watched.
 *
 * @param statistic what is compared
 * @param side bad side
 * @param bound in the measure's unit
 * @param confidence one-sided confidence of a breach, in (0.5, 1)
 */
public record ThresholdRule(Statistic statistic, Side side, double bound, double confidence) implements StatelessRule {

    static final RuleSyntax SYNTAX =
            new RuleSyntax("threshold", "", RuleSyntax.withCommon("above", "below", "confidence"), ThresholdRule::read);

    /** Side of a threshold that is bad. */
    public enum Side {
        ABOVE(">"),
        BELOW("<");

        private final String operator;

        Side(String operator) {
            this.operator = operator;
        }
    }

    private static List<AlertRule> read(RuleReader reader) {
        Section section = reader.section();
        Statistic statistic = reader.statistic();
        boolean above = section.has("above");
        if (above == section.has("below")) {
            section.problem(above ? "above" : "alert", "expected exactly one of above and below");
        }
        boolean rate = statistic.measure().unit().equals("share");
        double bound = section.number(
                above ? "above" : "below",
                0,
                rate ? "a share from 0 to 1" : "a number",
                number -> !rate || (number >= 0 && number <= 1));
        double confidence = section.number("confidence", 0.99, "a number between 0.5 and 1", c -> c > 0.5 && c < 1);
        return List.of(reader.rule(new ThresholdRule(statistic, above ? Side.ABOVE : Side.BELOW, bound, confidence)));
    }

    @Override
    public AlertKind alertKind() {
        return AlertKind.THRESHOLD;
    }

    @Override
    public String operator() {
        return side.operator;
    }

    @Override
    public Double threshold() {
        return bound;
    }

    @Override
    public Finding finding(Observation observation) {
        return observation.against(this);
    }

    Finding ofRate(double rate, double nEff, Observation observation) {
        Interval bounds = Intervals.wilson(rate, nEff, twoSided());
        return bounded(rate, bounds, observation.n(), observation.nEff());
    }

    Finding ofMean(double mean, double se, double nEff, long n) {
        return bounded(mean, Intervals.hajek(mean, se * se, nEff, twoSided()), n, nEff);
    }

    Finding ofAmount(Observation.Amount amount) {
        boolean above = side == Side.ABOVE;
        boolean beyond = above ? amount.value() > bound : amount.value() < bound;
        boolean undecided = amount.n() < statistic.minCalls() || (amount.floor() && beyond != above);
        Verdict verdict = undecided ? Verdict.INSUFFICIENT : beyond ? Verdict.BREACH : Verdict.CLEAR;
        return new Finding(verdict, amount.value(), null, null, null, null, amount.n(), null);
    }

    Finding ofQuantile(Observation.Values values) {
        Double q = statistic.quantile();
        if (q == null) {
            return Finding.insufficient(null, values.n());
        }
        long n = values.n();
        double point = values.sketch().quantile(q).orElse(0) / values.perUnit();
        double alpha = 1 - confidence;
        Double low = rankValue(values, Intervals.quantileLowerRank(n, q, alpha));
        Double high = rankValue(values, Intervals.quantileUpperRank(n, q, alpha));
        boolean beyond = side == Side.ABOVE
                ? Exceedance.tooMany(countAbove(values), n, q) <= alpha
                : Exceedance.tooFew(countAbove(values), n, q) <= alpha;
        return new Finding(verdict(beyond, n), point, low, high, null, null, n, null);
    }

    private Finding bounded(double value, Interval bounds, long n, @Nullable Double nEff) {
        boolean beyond = side == Side.ABOVE ? bounds.low() > bound : bounds.high() < bound;
        return new Finding(verdict(beyond, n), value, bounds.low(), bounds.high(), null, null, n, nEff);
    }

    private Verdict verdict(boolean beyond, long n) {
        return n < statistic.minCalls() ? Verdict.INSUFFICIENT : beyond ? Verdict.BREACH : Verdict.CLEAR;
    }

    /** Exact where the topology counts it; else from the sketch, leaning by its 1 % to the side that does not alarm. */
    private long countAbove(Observation.Values values) {
        long n = values.n();
        Long exact = values.above().get(bound);
        if (exact != null) {
            return Math.min(exact, n);
        }
        double lean = side == Side.ABOVE ? 1 + QuantileSketch.RELATIVE_ACCURACY : 1 - QuantileSketch.RELATIVE_ACCURACY;
        double raw = bound * values.perUnit() * lean;
        long low = 0;
        long high = n;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (atRank(values.sketch(), middle, n) > raw) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return n - low;
    }

    private static @Nullable Double rankValue(Observation.Values values, OptionalLong rank) {
        return rank.isEmpty()
                ? null
                : Double.valueOf(atRank(values.sketch(), rank.getAsLong() - 1, values.n()) / values.perUnit());
    }

    private static double atRank(QuantileSketch sketch, long zeroBased, long n) {
        double q = n == 1 ? 0 : Math.min(1, (zeroBased + 0.25) / (n - 1.0));
        return sketch.quantile(q).orElse(0);
    }

    private double twoSided() {
        return 2 * confidence - 1;
    }
}
