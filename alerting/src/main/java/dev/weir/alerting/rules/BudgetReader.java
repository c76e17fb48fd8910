package dev.weir.alerting.rules;

import dev.weir.alerting.rules.Condition.Budget;
import dev.weir.alerting.rules.Condition.Period;
import dev.weir.schemas.SpenderKey;
import dev.weir.schemas.Tile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads one budget, which is a rule for each of its steps. Problems go where {@link RuleReader} puts them. */
final class BudgetReader {

    /** Label that tells the steps of a budget apart. */
    static final String STEP = "step";

    private static final List<String> KEYS = List.of(
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
            "annotations");
    private static final List<String> KINDS = Arrays.stream(SpenderKey.Kind.values())
            .map(SpenderKey.Kind::wireName)
            .toList();
    private static final List<String> PERIODS = List.of("hour", "day", "month");
    private static final double PERCENT = 100;

    private final Section section;
    private final String group;
    private final RuleReader texts;

    BudgetReader(Section section, String group, RuleReader texts) {
        this.section = section;
        this.group = group;
        this.texts = texts;
    }

    List<AlertRule> read() {
        section.allow(java.util.stream.Stream.concat(KEYS.stream(), BudgetMeasure.keys().stream())
                .toList());
        String name = section.required("alert");
        String word = section.word("by", KINDS, "");
        if (!section.has("by")) {
            section.problem("by", "missing: expected one of " + SpenderKey.Kind.wireNames());
        }
        SpenderKey.Kind by = SpenderKey.Kind.ofWireName(word).orElse(SpenderKey.Kind.USER);
        Period period = Period.valueOf(section.word("per", PERIODS, "day").toUpperCase(Locale.ROOT));
        BudgetMeasure measure = measure();
        double limit = section.number(measure.key(), 1, "a number above 0", number -> number > 0);
        boolean forecast =
                section.word("forecast", List.of("true", "false"), "false").equals("true");
        if (forecast && (period != Period.MONTH || measure != BudgetMeasure.USD)) {
            section.problem("forecast", "expected only with usd and per: month");
        }
        SortedMap<String, String> labels = texts.labels();
        SortedMap<String, String> annotations = texts.annotations();
        Matcher tenants = new Matcher(texts.matcher("tenant"), null, null, null, null, null);
        Matcher.Text spenders = texts.matcher("spender");
        List<Double> steps = steps(forecast || !measure.brokenWhenReached() ? List.of(1.0) : List.of(0.8, 1.0));
        List<AlertRule> rules = new ArrayList<>();
        for (double step : steps) {
            SortedMap<String, String> own = new TreeMap<>(labels);
            own.put(STEP, Numbers.plain(step * PERCENT) + "%");
            boolean last = step == steps.get(steps.size() - 1);
            own.put(AlertRule.SEVERITY, last ? labels.getOrDefault(AlertRule.SEVERITY, "critical") : "warning");
            rules.add(new AlertRule(
                    name,
                    group,
                    measure,
                    null,
                    period == Period.HOUR ? Tile.HOUR : Tile.DAY,
                    new Budget(by, spenders, period, limit, step, forecast),
                    tenants,
                    1,
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    own,
                    annotations,
                    AlertRule.hash(section.canonical()).substring(0, 12)));
        }
        return rules;
    }

    private BudgetMeasure measure() {
        List<BudgetMeasure> given = Arrays.stream(BudgetMeasure.values())
                .filter(measure -> section.has(measure.key()))
                .toList();
        if (given.size() != 1) {
            section.problem("alert", "expected exactly one of " + String.join(", ", BudgetMeasure.keys()));
        }
        return given.isEmpty() ? BudgetMeasure.USD : given.get(0);
    }

    private List<Double> steps(List<Double> fallback) {
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
}
