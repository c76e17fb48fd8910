package dev.weir.alerting.rules;

import dev.weir.alerting.detect.Direction;
import dev.weir.alerting.detect.EffectSize;
import dev.weir.alerting.lifecycle.Timing;
import dev.weir.schemas.Dimension;
import dev.weir.schemas.TextLimit;
import dev.weir.schemas.Tile;
import dev.weir.schemas.View;
import dev.weir.schemas.text.NearestWord;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads one rule; whatever is wrong goes into the section's problems, and reading goes on with a stand-in.
 *
 * <p>Keys of every rule that watches calls: {@code alert}, its name; {@code kind} and, of trends, {@code detector};
 * {@code measure}, and {@code quantile} where the measure has quantiles; {@code tile} minute (default), hour or day;
 * {@code by}, the list of dimensions that are kept apart, the others are merged; a key for each {@link Dimension} that its
 * value has to match, the whole text, exactly or after {@code ~} as a regular expression; {@code min_calls}, fewest calls or
 * judgements in a window for a decision; {@code for}, how long the rule is broken before the alert fires, default 0;
 * {@code keep_firing_for}, how long the alert fires on after the last breach, default 0; {@code no_data_after}, how long the
 * subject may have no window before its alert ends, default {@code keep_firing_for} and two windows; {@code labels};
 * {@code annotations}. {@link BudgetRule} has keys of its own instead.
 */
final class RuleReader {

    static final List<String> COMMON = Stream.of(
                    Stream.of("alert", "kind", "measure", "quantile", "tile", "by"),
                    Arrays.stream(Dimension.values()).map(Dimension::wireName),
                    Stream.of("min_calls", "for", "keep_firing_for", "no_data_after", "labels", "annotations"))
            .flatMap(keys -> keys)
            .toList();

    /** Labels, and annotations, of one rule. */
    static final int MOST_TEXTS = 10;

    private static final Set<String> RESERVED = new HashSet<>(Stream.concat(
                    Arrays.stream(Dimension.values()).map(Dimension::wireName),
                    Stream.of("alertname", "metric", "user", "feature", BudgetRule.STEP))
            .toList());
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private final Section section;
    private final String group;
    private @Nullable Tile tile;

    RuleReader(Section section, String group) {
        this.section = section;
        this.group = group;
    }

    /** The rule, or the rules of a budget's steps. */
    List<AlertRule> read() {
        RuleSyntax syntax = syntax();
        section.allow(syntax.keys());
        return syntax.reader().apply(this);
    }

    /** The kind that the keys {@code kind} and {@code detector} name; without them, the first. */
    private RuleSyntax syntax() {
        List<RuleSyntax> all = RuleKind.syntaxes();
        List<String> kinds = all.stream().map(RuleSyntax::kind).distinct().toList();
        String kind = section.word("kind", kinds, kinds.get(0));
        List<RuleSyntax> ofKind =
                all.stream().filter(syntax -> syntax.kind().equals(kind)).toList();
        if (ofKind.get(0).detector().isEmpty()) {
            return ofKind.get(0);
        }
        List<String> detectors = ofKind.stream().map(RuleSyntax::detector).toList();
        String detector = section.word("detector", detectors, detectors.get(0));
        return ofKind.get(detectors.indexOf(detector));
    }

    Section section() {
        return section;
    }

    String group() {
        return group;
    }

    /** Hash of the rule's text, whatever the order of its keys. */
    String version() {
        return AlertRule.hash(section.canonical()).substring(0, 12);
    }

    /** A rule that watches calls: the kind that has been read, and the keys that all such rules share. */
    AlertRule rule(RuleKind kind) {
        View view = view(kind);
        Duration keep = section.duration("keep_firing_for", Duration.ZERO);
        Duration silence = keep.plus(tile().length().multipliedBy(2));
        Timing timing =
                new Timing(section.duration("for", Duration.ZERO), keep, section.duration("no_data_after", silence));
        return new AlertRule(
                section.required("alert"),
                group,
                kind,
                tile(),
                new Scope.Calls(view, matcher(view, kind)),
                timing,
                labels(),
                annotations(view),
                version());
    }

    Tile tile() {
        Tile known = tile;
        if (known == null) {
            known = Tile.ofWireName(section.word("tile", List.of("minute", "hour", "day"), "minute"));
            tile = known;
        }
        return known;
    }

    Statistic statistic() {
        Measure measure = measure();
        return new Statistic(measure, quantile(measure), (long) section.number(
                "min_calls",
                measure.defaultMinCalls(),
                "a whole number, 1 or more",
                n -> n >= 1 && n == Math.rint(n) && n <= Integer.MAX_VALUE));
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

    private View view(RuleKind kind) {
        if (!section.has("by")) {
            return kind.defaultView();
        }
        Map<String, Dimension> named = new LinkedHashMap<>();
        for (String name : section.words("by")) {
            Dimension dimension = Dimension.ofWireName(name).orElse(null);
            if (dimension == null) {
                section.problem("by", name + ": expected some of " + Dimension.wireNames());
            } else if (named.put(name, dimension) != null) {
                section.problem("by", name + ": stands twice, expected once");
            }
        }
        return named.isEmpty() ? kind.defaultView() : new View(Set.copyOf(named.values()));
    }

    private Matcher matcher(View view, RuleKind kind) {
        Map<Dimension, Matcher.Text> texts = new EnumMap<>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            String key = dimension.wireName();
            if (!section.has(key)) {
                continue;
            }
            Matcher.Text text = matcher(key);
            if (!view.has(dimension)) {
                section.problem(
                        key,
                        "expected none: " + merging(view, kind) + " merges every " + key + "; name " + key
                                + " in by to keep it apart");
            } else if (text != null) {
                texts.put(dimension, text);
            }
        }
        return new Matcher(texts);
    }

    private String merging(View view, RuleKind kind) {
        String names = view.wireName().replace(",", ", ");
        return section.has("by")
                ? "by [" + names + "]"
                : "a " + kind.alertKind().name().toLowerCase(Locale.ROOT) + " rule without by watches [" + names
                        + "] and";
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

    Direction direction() {
        return Direction.valueOf(
                section.word("direction", List.of("up", "down", "both"), "both").toUpperCase(Locale.ROOT));
    }

    EffectSize effect(Measure measure) {
        double least = section.number("min_change", measure.defaultMinChange(), "0 or more", number -> number >= 0);
        return new EffectSize(least, measure.ratio());
    }

    SortedMap<String, String> labels() {
        SortedMap<String, String> labels = section.texts("labels");
        requireFew("labels", labels);
        labels.forEach((name, value) -> {
            requireWithin(TextLimit.NAME, "labels", "label " + TextLimit.LABEL.of(name), value);
            if (!LABEL.matcher(name).matches()) {
                section.problem("labels", "label " + name + ": expected letters, digits and _");
            }
            if (name.equals(AlertRule.SEVERITY) && !Severity.WORDS.contains(value)) {
                section.problem("labels", "severity " + value + ": expected " + String.join(", ", Severity.WORDS));
            }
            if (RESERVED.contains(name)) {
                section.problem("labels", "label " + name + ": expected another name, this one is the alert's own");
            }
        });
        return labels;
    }

    SortedMap<String, String> annotations() {
        SortedMap<String, String> annotations = section.texts("annotations");
        requireFew("annotations", annotations);
        annotations.forEach((annotation, text) -> {
            requireWithin(TextLimit.EXPLANATION, "annotations", TextLimit.LABEL.of(annotation), text);
            for (String name : Template.unknown(text)) {
                section.problem(
                        "annotations",
                        annotation + " uses {{ " + name
                                + " }}: expected $value, $threshold, $baseline, $ci_low, $ci_high, $n, $unit or $labels.NAME");
            }
        });
        return annotations;
    }

    /** Each alert carries them, and an alert is one record. */
    private void requireFew(String key, SortedMap<String, String> texts) {
        if (texts.size() > MOST_TEXTS) {
            section.problem(key, texts.size() + " of them: expected at most " + MOST_TEXTS);
        }
    }

    private void requireWithin(TextLimit limit, String key, String name, String text) {
        if (!limit.holds(text)) {
            section.problem(key, name + " of " + limit.problem(text));
        }
    }

    private SortedMap<String, String> annotations(View view) {
        SortedMap<String, String> annotations = annotations();
        annotations.forEach((annotation, text) -> {
            for (String label : Template.labels(text)) {
                if (Dimension.ofWireName(label)
                        .filter(dimension -> !view.has(dimension))
                        .isPresent()) {
                    section.problem(
                            "annotations",
                            annotation + " uses {{ $labels." + label + " }}: expected one of ["
                                    + view.wireName().replace(",", ", ") + "], the rule merges every " + label);
                }
            }
        });
        return annotations;
    }
}
