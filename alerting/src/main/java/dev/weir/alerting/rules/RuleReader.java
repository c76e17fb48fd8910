package dev.weir.alerting.rules;

import dev.weir.alerting.detect.Direction;
import dev.weir.alerting.detect.EffectSize;
import dev.weir.alerting.detect.FalseAlarmBudget;
import dev.weir.alerting.detect.LevelShift;
import dev.weir.alerting.detect.SlowTrend;
import dev.weir.schemas.Tile;
import dev.weir.schemas.text.NearestWord;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads one rule; whatever is wrong goes into the section's problems, and reading goes on with a stand-in. */
final class RuleReader {

    private static final List<String> COMMON = List.of(
            "alert",
            "kind",
            "measure",
            "quantile",
            "tile",
            "tenant",
            "environment",
            "route",
            "provider",
            "model",
            "version",
            "min_calls",
            "for",
            "keep_firing_for",
            "no_data_after",
            "labels",
            "annotations");
    private static final List<String> THRESHOLD = List.of("above", "below", "confidence");
    private static final List<String> CUSUM = List.of(
            "detector",
            "direction",
            "min_change",
            "k",
            "h",
            "false_alarms_per_week",
            "series",
            "baseline_windows",
            "cool_down");
    private static final List<String> MANN_KENDALL =
            List.of("detector", "direction", "min_change", "windows", "every", "alpha");
    private static final List<String> RESERVED = List.of(
            "alertname",
            "tenant",
            "environment",
            "route",
            "provider",
            "model",
            "version",
            "metric",
            "user",
            "feature",
            BudgetReader.STEP);
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Duration WEEK = Duration.ofDays(7);

    private final Section section;
    private final String group;

    RuleReader(Section section, String group) {
        this.section = section;
        this.group = group;
    }

    /** The rule, or the rules of a budget's steps. */
    List<AlertRule> read() {
        String kind = section.word("kind", List.of("threshold", "trend", "budget"), "threshold");
        return kind.equals("budget") ? new BudgetReader(section, group, this).read() : List.of(read(kind));
    }

    private AlertRule read(String kind) {
        String detector = section.word("detector", List.of("cusum", "mann_kendall"), "cusum");
        boolean cusum = detector.equals("cusum");
        section.allow(concat(COMMON, kind.equals("threshold") ? THRESHOLD : cusum ? CUSUM : MANN_KENDALL));
        Measure measure = measure();
        Tile tile = Tile.ofWireName(section.word("tile", List.of("minute", "hour", "day"), "minute"));
        Condition condition =
                kind.equals("threshold") ? threshold(measure) : cusum ? shift(measure, tile) : slide(measure);
        Duration keep = section.duration("keep_firing_for", Duration.ZERO);
        Duration silence = keep.plus(tile.length().multipliedBy(2));
        return new AlertRule(
                section.required("alert"),
                group,
                measure,
                quantile(measure),
                tile,
                condition,
                new Matcher(
                        matcher("tenant"),
                        matcher("environment"),
                        matcher("route"),
                        matcher("provider"),
                        matcher("model"),
                        matcher("version")),
                (long) section.number(
                        "min_calls",
                        measure.defaultMinCalls(),
                        "a whole number, 1 or more",
                        n -> n >= 1 && n == Math.rint(n) && n <= Integer.MAX_VALUE),
                section.duration("for", Duration.ZERO),
                keep,
                section.duration("no_data_after", silence),
                labels(),
                annotations(),
                AlertRule.hash(section.canonical()).substring(0, 12));
    }

    private Measure measure() {
        String name = section.required("measure");
        if (!name.isEmpty() && Measure.ofName(name).isEmpty()) {
            section.problem("measure", "unknown measure, did you mean " + NearestWord.of(name, Measure.names()) + "?");
        }
        return Measure.ofName(name).orElse(TrafficMeasure.CALLS);
    }

    private @Nullable Double quantile(Measure measure) {
        if (measure.quantiles()) {
            if (!section.has("quantile")) {
                section.problem("quantile", "missing: expected a number between 0 and 1 for " + measure.wireName());
            }
            return section.number("quantile", 0.5, "a number between 0 and 1", q -> q > 0 && q < 1);
        }
        if (section.has("quantile")) {
            section.problem("quantile", "expected none, as " + measure.wireName() + " has no quantiles");
        }
        return null;
    }

    private Condition threshold(Measure measure) {
        boolean above = section.has("above");
        if (above == section.has("below")) {
            section.problem(above ? "above" : "alert", "expected exactly one of above and below");
        }
        boolean rate = measure.unit().equals("share");
        double bound = section.number(
                above ? "above" : "below",
                0,
                rate ? "a share from 0 to 1" : "a number",
                number -> !rate || (number >= 0 && number <= 1));
        double confidence = section.number("confidence", 0.99, "a number between 0.5 and 1", c -> c > 0.5 && c < 1);
        return new Condition.Threshold(above ? Condition.Side.ABOVE : Condition.Side.BELOW, bound, confidence);
    }

    private Condition shift(Measure measure, Tile tile) {
        double k = section.number("k", 0.5, "a number from 0.1 to 3", number -> number >= 0.1 && number <= 3);
        Direction direction = direction();
        if (section.has("h") && section.has("false_alarms_per_week")) {
            section.problem("h", "expected either h or false_alarms_per_week");
        }
        double budget = section.number("false_alarms_per_week", 1, "a number above 0", number -> number > 0);
        int series = section.whole("series", 100, 1, 10_000_000);
        double looks = (double) WEEK.toMillis() / tile.millis();
        double h = section.has("h")
                ? section.number("h", 5, "a number from 1 to 100", number -> number >= 1 && number <= 100)
                : FalseAlarmBudget.limit(k, series, looks, direction.arms(), budget);
        Duration coolDown = section.duration("cool_down", tile.length().multipliedBy(24));
        return new Condition.Shift(new LevelShift.Settings(
                k,
                h,
                section.whole("baseline_windows", 168, 8, 2000),
                (int) Math.min(Integer.MAX_VALUE, coolDown.toMillis() / tile.millis()),
                direction,
                effect(measure)));
    }

    private Condition slide(Measure measure) {
        return new Condition.Slide(new SlowTrend.Settings(
                section.whole("windows", 28, 8, 400),
                section.whole("every", 7, 1, 400),
                section.number("alpha", 0.01, "a number between 0 and 0.5", number -> number > 0 && number < 0.5),
                direction(),
                effect(measure)));
    }

    private Direction direction() {
        return Direction.valueOf(
                section.word("direction", List.of("up", "down", "both"), "both").toUpperCase(Locale.ROOT));
    }

    private EffectSize effect(Measure measure) {
        double least = section.number("min_change", measure.defaultMinChange(), "0 or more", number -> number >= 0);
        return new EffectSize(least, measure.ratio());
    }

    Matcher.@Nullable Text matcher(String key) {
        String text = section.text(key);
        if (text == null) {
            return null;
        }
        try {
            return Matcher.Text.of(text);
        } catch (PatternSyntaxException e) {
            section.problem(key, "expected a regular expression after ~: " + e.getDescription());
            return null;
        }
    }

    SortedMap<String, String> labels() {
        SortedMap<String, String> labels = section.texts("labels");
        labels.forEach((name, value) -> {
            if (!LABEL.matcher(name).matches()) {
                section.problem("labels", "label " + name + ": expected letters, digits and _");
            }
            if (name.equals(AlertRule.SEVERITY) && !Severity.WORDS.contains(value)) {
                section.problem("labels", "severity " + value + ": expected " + String.join(", ", Severity.WORDS));
            }
        });
        for (String reserved : RESERVED) {
            if (labels.containsKey(reserved)) {
                section.problem("labels", "label " + reserved + ": expected another name, this one is the alert's own");
            }
        }
        return labels;
    }

    SortedMap<String, String> annotations() {
        SortedMap<String, String> annotations = section.texts("annotations");
        for (Map.Entry<String, String> annotation : annotations.entrySet()) {
            for (String name : Template.unknown(annotation.getValue())) {
                section.problem(
                        "annotations",
                        annotation.getKey() + " uses {{ " + name
                                + " }}: expected $value, $threshold, $baseline, $ci_low, $ci_high, $n, $unit or $labels.NAME");
            }
        }
        return annotations;
    }

    private static List<String> concat(List<String> a, List<String> b) {
        return java.util.stream.Stream.concat(a.stream(), b.stream()).toList();
    }
}
