package dev.weir.alerting.notify;

import dev.weir.schemas.avro.Alert;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Labels and annotations as Alertmanager takes them: names of letters, digits and {@code _}, no empty values. */
final class AlertLabels {

    private AlertLabels() {}

    static SortedMap<String, String> labels(Alert alert) {
        SortedMap<String, String> labels = sanitised(alert.getLabels());
        labels.put("alertname", alert.getRuleId());
        labels.put("severity", alert.getSeverity());
        return labels;
    }

    static SortedMap<String, String> annotations(Alert alert) {
        SortedMap<String, String> annotations = sanitised(alert.getAnnotations());
        annotations.put("summary", alert.getSummary());
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

    private static SortedMap<String, String> sanitised(Map<String, String> texts) {
        SortedMap<String, String> sanitised = new TreeMap<>();
        texts.forEach((name, value) -> {
            if (!value.isEmpty()) {
                String clean = name.replaceAll("[^a-zA-Z0-9_]", "_");
                sanitised.put(clean.isEmpty() || Character.isDigit(clean.charAt(0)) ? "_" + clean : clean, value);
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
