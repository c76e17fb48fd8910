package dev.weir.alerting.notify;

import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.text.Visible;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Labels and annotations as Alertmanager takes them: names of letters, digits and {@code _}, no empty values. Who reads them
 * in the end, a chat tool, a page or a pager, is not known here and may read markup. So labels, which have the names of
 * tenants, routes and models, are {@link Visible#inert}; annotations were made so where names were put into them, and may have
 * line breaks and the operator's own markup.
 */
final class AlertLabels {

    private AlertLabels() {}

    static SortedMap<String, String> labels(Alert alert) {
        SortedMap<String, String> labels = sanitised(alert.getLabels(), Visible::inert);
        labels.put("alertname", alert.getRuleId());
        labels.put("severity", alert.getSeverity());
        return labels;
    }

    static SortedMap<String, String> annotations(Alert alert) {
        SortedMap<String, String> annotations = sanitised(alert.getAnnotations(), Visible::lines);
        annotations.put("summary", Visible.lines(alert.getSummary()));
        annotations.put("weir_alert_id", alert.getAlertId());
        annotations.put("weir_status", alert.getStatus().name().toLowerCase(java.util.Locale.ROOT));
        annotations.put("statistic", alert.getStatistic() + " of " + alert.getMetric());
        annotations.put("operator", alert.getOperator());
        annotations.put("unit", alert.getUnit());
        annotations.put("n", Long.toString(alert.getN()));
        annotations.put("rule_version", alert.getRuleVersion());
        annotations.put("window", alert.getWindowStart() + "/" + alert.getWindowEnd());
        number(annotations, "threshold", alert.getThreshold());
        number(annotations, "observed", alert.getObserved());
        number(annotations, "ci_low", alert.getCiLow());
        number(annotations, "ci_high", alert.getCiHigh());
        number(annotations, "baseline", alert.getBaseline());
        number(annotations, "n_eff", alert.getNEff());
        if (alert.getResolveReason() != null) {
            annotations.put("resolve_reason", alert.getResolveReason());
        }
        return annotations;
    }

    private static SortedMap<String, String> sanitised(Map<String, String> texts, UnaryOperator<String> shown) {
        SortedMap<String, String> sanitised = new TreeMap<>();
        texts.forEach((name, value) -> {
            if (!value.isEmpty()) {
                String clean = name.replaceAll("[^a-zA-Z0-9_]", "_");
                sanitised.put(
                        clean.isEmpty() || Character.isDigit(clean.charAt(0)) ? "_" + clean : clean,
                        shown.apply(value));
            }
        });
        return sanitised;
    }

    private static void number(Map<String, String> annotations, String name, @Nullable Double value) {
        if (value != null) {
            annotations.put(name, Double.toString(value));
        }
    }
}
