package dev.weir.alerting.rules;

import dev.weir.alerting.lifecycle.Timing;
import dev.weir.alerting.window.Subject;
import dev.weir.alerting.window.Window;
import dev.weir.schemas.Sha256;
import dev.weir.schemas.TextLimit;
import dev.weir.schemas.Tile;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One rule, which watches every subject of its scope on its own.
 *
 * @param name alert name, unique in the rule set but for the steps of a budget; also the rule's id
 * @param group group it stands in
 * @param kind when the rule is broken
 * @param tile window length that is decided on
 * @param scope whom it watches
 * @param timing how long things have to last
 * @param labels labels of every alert; {@code severity} is not part of its identity
 * @param annotations texts for people, with placeholders
 * @param version hash of the rule's text
 */
public record AlertRule(
        String name,
        String group,
        RuleKind kind,
        Tile tile,
        Scope scope,
        Timing timing,
        SortedMap<String, String> labels,
        SortedMap<String, String> annotations,
        String version) {

    static final String SEVERITY = "severity";
    private static final int FINGERPRINT_BYTES = 16;

    /** What is measured. */
    public Measure measure() {
        return kind.statistic().measure();
    }

    /** Whether the rule looks at a window. */
    public boolean watches(Window window) {
        return tile == window.bounds().tile()
                && measure().source() == window.source()
                && scope.covers(window.subject());
    }

    /** How bad: critical, error, warning or info; warning when the rule says nothing. */
    public String severity() {
        return Severity.of(labels.getOrDefault(SEVERITY, "warning")).wireName();
    }

    /**
     * Identity of the alert of a subject, by label name: the rule's labels and those of the subject's view. Neither values nor
     * times nor the severity are in it.
     */
    public SortedMap<String, String> identity(Subject subject) {
        SortedMap<String, String> identity = new TreeMap<>(labels);
        identity.remove(SEVERITY);
        identity.put("alertname", name);
        identity.putAll(subject.labels());
        identity.put("metric", measure().wireName());
        return identity;
    }

    /** Alert id of a subject: 32 hex digits of SHA-256 over the rule's name and the sorted identity. */
    public String fingerprint(Subject subject) {
        StringBuilder text = new StringBuilder(name);
        identity(subject)
                .forEach((label, value) ->
                        text.append('\u001E').append(label).append('\u001F').append(value));
        return hash(text.toString());
    }

    static String hash(String text) {
        return HexFormat.of().formatHex(Arrays.copyOf(Sha256.of(text), FINGERPRINT_BYTES));
    }

    /** Texts for people with their placeholders filled in, within {@link TextLimit#EXPLANATION}. */
    public Map<String, String> annotations(Template.Placeholders values) {
        Map<String, String> filled = new TreeMap<>();
        annotations.forEach((name, text) -> filled.put(name, TextLimit.EXPLANATION.of(Template.fill(text, values))));
        return filled;
    }
}
