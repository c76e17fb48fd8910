package dev.weir.alerting.rules;

import dev.weir.alerting.detect.Finding;
import dev.weir.alerting.detect.Verdict;
import dev.weir.alerting.lifecycle.Timing;
import dev.weir.schemas.SpenderKey;
import dev.weir.schemas.Tile;
import dev.weir.schemas.avro.AlertKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * {@code kind: budget}: a share of what somebody may spend in a period. Sums over all calls have no sampling error; where
 * calls of unknown cost are missing the sum is a lower bound, which can break a budget but not clear it. Environments are
 * apart: who spends in staging and in production has the whole budget in each.
 *
 * <p>Keys: {@code by}, kind of spender: user, feature, route or tenant; {@code per} hour, day (default) or month, in UTC;
 * exactly one limit: {@code usd}, {@code calls} and {@code tokens} are broken when the total reaches the limit,
 * {@code input_tokens_per_request} when one request exceeds it; {@code tenant} and {@code environment}, where the budget
 * holds, default everywhere; {@code spender}, whose budget it is, default everybody's; {@code steps}, shares of the limit,
 * each above the one before, default 0.8 and 1: each step is a rule of its own with the label {@code step}, and the last one
 * is critical unless the labels say otherwise, the others warnings; {@code forecast: true}, for {@code usd} per month only: what the month is going
 * to cost decides instead of what it has cost.
 *
 * @param measure what is limited
 * @param limit of the whole period, in the measure's unit
 * @param step share of the limit at which the rule is broken, above 0
 * @param forecast whether what the month is going to cost decides, rather than what it has cost
 */
public record BudgetRule(BudgetMeasure measure, Period period, double limit, double step, boolean forecast)
        implements StatelessRule {

    /** Label that distinguishes the steps of a budget. */
    static final String STEP = "step";

    static final RuleSyntax SYNTAX = new RuleSyntax(
            "budget",
            "",
            Stream.concat(
                            Stream.of(
                                    "alert",
                                    "kind",
                                    "by",
                                    "per",
                                    "tenant",
                                    "environment",
                                    "spender",
                                    "steps",
                                    "forecast",
                                    "labels",
                                    "annotations"),
                            BudgetMeasure.keys().stream())
                    .toList(),
            BudgetRule::read);

    private static final List<String> SPENDERS = Arrays.stream(SpenderKey.Kind.values())
            .map(SpenderKey.Kind::wireName)
            .toList();
    private static final double PERCENT = 100;

    /** How long a budget lasts, in UTC. */
    public enum Period {
        HOUR,
        DAY,
        MONTH
    }

    private static List<AlertRule> read(RuleReader reader) {
        Section section = reader.section();
        SpenderKey.Kind by = by(section);
        Period period = Period.valueOf(
                section.word("per", List.of("hour", "day", "month"), "day").toUpperCase(Locale.ROOT));
        BudgetMeasure measure = measure(section);
        double limit = section.number(measure.key(), 1, "a number above 0", number -> number > 0);
        boolean forecast =
                section.word("forecast", List.of("true", "false"), "false").equals("true");
        if (forecast && (period != Period.MONTH || measure != BudgetMeasure.USD)) {
            section.problem("forecast", "expected only with usd and per: month");
        }
        SortedMap<String, String> labels = reader.labels();
        SortedMap<String, String> annotations = reader.annotations();
        Scope spenders = new Scope.Spenders(
                by, reader.matcher("tenant"), reader.matcher("environment"), reader.matcher("spender"));
        List<Double> steps = steps(section, forecast || !measure.brokenWhenReached());
        List<AlertRule> rules = new ArrayList<>();
        for (double step : steps) {
            SortedMap<String, String> own = new TreeMap<>(labels);
            own.put(STEP, Numbers.plain(step * PERCENT) + "%");
            boolean last = step == steps.get(steps.size() - 1);
            own.put(AlertRule.SEVERITY, last ? labels.getOrDefault(AlertRule.SEVERITY, "critical") : "warning");
            rules.add(new AlertRule(
                    section.required("alert"),
                    reader.group(),
                    new BudgetRule(measure, period, limit, step, forecast),
                    period == Period.HOUR ? Tile.HOUR : Tile.DAY,
                    spenders,
                    Timing.PERIODIC,
                    own,
                    annotations,
                    reader.version()));
        }
        return rules;
    }

    private static SpenderKey.Kind by(Section section) {
        if (section.isList("by")) {
            section.problem(
                    "by",
                    "expected one of " + SpenderKey.Kind.wireNames()
                            + ": a budget is about one spender, and spend is not counted by views");
            return SpenderKey.Kind.USER;
        }
        if (!section.has("by")) {
            section.problem("by", "missing: expected one of " + SpenderKey.Kind.wireNames());
        }
        return SpenderKey.Kind.ofWireName(section.word("by", SPENDERS, "")).orElse(SpenderKey.Kind.USER);
    }

    private static BudgetMeasure measure(Section section) {
        List<BudgetMeasure> given = Arrays.stream(BudgetMeasure.values())
                .filter(measure -> section.has(measure.key()))
                .toList();
        if (given.size() != 1) {
            section.problem("alert", "expected exactly one of " + String.join(", ", BudgetMeasure.keys()));
        }
        return given.isEmpty() ? BudgetMeasure.USD : given.get(0);
    }

    private static List<Double> steps(Section section, boolean single) {
        List<Double> fallback = single ? List.of(1.0) : List.of(0.8, 1.0);
        if (!section.has("steps")) {
            return fallback;
        }
        List<Double> steps =
                section.numbers("steps", "shares of the limit, each above the one before", step -> step > 0);
        boolean rising = !steps.isEmpty();
        for (int i = 1; i < steps.size(); i++) {
            rising &= steps.get(i) > steps.get(i - 1);
        }
        if (!rising) {
            section.problem("steps", "expected shares of the limit such as [0.8, 1], each above the one before");
            return fallback;
        }
        return steps;
    }

    @Override
    public Statistic statistic() {
        return new Statistic(measure, null, 1);
    }

    @Override
    public AlertKind alertKind() {
        return AlertKind.BUDGET;
    }

    @Override
    public String operator() {
        return measure.brokenWhenReached() ? ">=" : ">";
    }

    /** What breaks the rule: the decimal product of limit and step. */
    @Override
    public Double threshold() {
        return BigDecimal.valueOf(limit).multiply(BigDecimal.valueOf(step)).doubleValue();
    }

    @Override
    public boolean periodic() {
        return true;
    }

    @Override
    public Finding finding(Observation observation) {
        return observation instanceof Observation.Amount amount
                ? finding(amount)
                : Finding.insufficient(null, observation.n());
    }

    private Finding finding(Observation.Amount amount) {
        double bound = threshold();
        boolean broken = measure.brokenWhenReached() ? amount.value() >= bound : amount.value() > bound;
        Verdict verdict = broken ? Verdict.BREACH : amount.floor() ? Verdict.INSUFFICIENT : Verdict.CLEAR;
        return new Finding(verdict, amount.value(), null, null, null, null, amount.n(), null);
    }
}
