package dev.weir.alerting.rules;

import dev.weir.schemas.Sha256;
import dev.weir.schemas.Tile;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One rule, which watches every series it matches on its own.
 *
 * @param name alert name, unique in the rule set; also the rule's id
 * @param group group it stands in
 * @param measure what is measured
 * @param quantile in (0, 1); absent for measures without quantiles
 * @param tile window length that is decided on
 * @param condition when the rule is broken
 * @param series which series it watches; of a budget, the tenants
 * @param minCalls fewest calls or judgements in a window for a decision
 * @param pendingFor how long the condition holds before the alert fires; {@code for} in the file
 * @param keepFiringFor how long the alert fires on after the last breach
 * @param noDataAfter how long a series may be silent before its alert ends
 * @param labels labels of every alert; {@code severity} is not part of its identity
 * @param annotations texts for people, with placeholders
 * @param version hash of the rule's text
 */
public record AlertRule(
        String name,
        String group,
        Measure measure,
        @Nullable Double quantile,
        Tile tile,
        Condition condition,
        Matcher series,
        long minCalls,
        Duration pendingFor,
        Duration keepFiringFor,
        Duration noDataAfter,
        SortedMap<String, String> labels,
        SortedMap<String, String> annotations,
        String version) {

    static final String SEVERITY = "severity";
    private static final int FINGERPRINT_BYTES = 16;

    /** How bad: critical, error, warning or info; warning when the rule says nothing. */
    public String severity() {
        return Severity.of(labels.getOrDefault(SEVERITY, "warning")).wireName();
    }

    /** Statistic of the measure: mean, rate, total or p95. */
    public String statistic() {
        return quantile == null ? measure.statistic() : "p" + Numbers.plain(quantile * 100);
    }

    /** Identity of the alert of a subject, by label name. Neither values nor times nor the severity are in it. */
    public SortedMap<String, String> identity(Subject subject) {
        SortedMap<String, String> identity = new TreeMap<>(labels);
        identity.remove(SEVERITY);
        identity.put("alertname", name);
        identity.putAll(subject.labels());
        identity.put("metric", measure.wireName());
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

    /** Whether the rule reads windows of judged quality rather than of traffic. */
    public boolean readsQuality() {
        return measure instanceof QualityMeasure;
    }

    /** Texts for people with their placeholders filled in. */
    public Map<String, String> annotations(Template.Values values) {
        Map<String, String> filled = new TreeMap<>();
        annotations.forEach((name, text) -> filled.put(name, Template.fill(text, values)));
        return filled;
    }
}
