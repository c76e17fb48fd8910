package dev.weir.alerting;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.avro.Alert;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A transition as the JSON object that the command line and the HTTP API show; unknown numbers are absent. */
public final class AlertJson {

    private AlertJson() {}

    /** {@code {"type":"alert","alert":…,"status":"firing",…}}; times in ISO-8601, UTC. */
    public static ObjectNode of(Alert alert) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", "alert");
        json.put("alert", alert.getRuleId());
        json.put("status", alert.getStatus().name().toLowerCase(Locale.ROOT));
        json.put("severity", alert.getSeverity());
        json.put("kind", alert.getKind().name().toLowerCase(Locale.ROOT));
        ObjectNode labels = json.putObject("labels");
        new TreeMap<>(alert.getLabels()).forEach(labels::put);
        ObjectNode annotations = json.putObject("annotations");
        new TreeMap<>(alert.getAnnotations()).forEach(annotations::put);
        json.put("starts_at", alert.getStartsAt().toString());
        if (alert.getEndsAt() != null) {
            json.put("ends_at", alert.getEndsAt().toString());
        }
        json.put("window_start", alert.getWindowStart().toString());
        json.put("window_end", alert.getWindowEnd().toString());
        json.put("last_evaluated_at", alert.getLastEvaluatedAt().toString());
        json.put("metric", alert.getMetric());
        json.put("statistic", alert.getStatistic());
        json.put("operator", alert.getOperator());
        number(json, "threshold", alert.getThreshold());
        json.put("unit", alert.getUnit());
        number(json, "observed", alert.getObserved());
        number(json, "ci_low", alert.getCiLow());
        number(json, "ci_high", alert.getCiHigh());
        number(json, "baseline", alert.getBaseline());
        json.put("n", alert.getN());
        number(json, "n_eff", alert.getNEff());
        json.put("revision", alert.getRevision());
        json.put("alert_id", alert.getAlertId());
        json.put("event_id", alert.getEventId());
        json.put("rule_version", alert.getRuleVersion());
        text(json, "resolve_reason", alert.getResolveReason());
        json.put("summary", alert.getSummary());
        text(json, "description", alert.getDescription());
        text(json, "generator_url", alert.getGeneratorUrl());
        text(json, "runbook_url", alert.getRunbookUrl());
        alert.getExemplars()
                .forEach(call -> json.withArray("exemplars")
                        .addObject()
                        .put("trace_id", call.getTraceId())
                        .put("span_id", call.getSpanId())
                        .put("reason", call.getReason()));
        if (!alert.getProvenance().isEmpty()) {
            ObjectNode provenance = json.putObject("provenance");
            new TreeMap<>(alert.getProvenance()).forEach(provenance::put);
        }
        return json;
    }

    private static void number(ObjectNode json, String key, @Nullable Double value) {
        if (value != null) {
            json.put(key, value);
        }
    }

    private static void text(ObjectNode json, String key, @Nullable String value) {
        if (value != null) {
            json.put(key, value);
        }
    }
}
