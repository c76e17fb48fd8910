package dev.weir.alerting.notify;

import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertKind;
import dev.weir.schemas.avro.AlertStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Alerts for tests of delivery. */
final class TestAlerts {

    static final Instant START = Instant.parse("2024-05-01T00:00:00Z");

    private TestAlerts() {}

    static Alert alert(String id, long revision, AlertStatus status) {
        boolean over = status != AlertStatus.PENDING && status != AlertStatus.FIRING;
        return Alert.newBuilder()
                .setAlertId(id)
                .setEventId(id + "-" + revision)
                .setRevision(revision)
                .setRuleId("ErrorRate")
                .setRuleVersion("1")
                .setKind(AlertKind.THRESHOLD)
                .setStatus(status)
                .setSeverity("critical")
                .setLabels(new TreeMap<>(
                        Map.of("route", "chat \"a\"", "model", "gpt-4o", "prompt-name", "x", "empty", "")))
                .setAnnotations(Map.of("runbook_url", "https://example.org/runbook"))
                .setMetric("error_rate")
                .setStatistic("rate")
                .setOperator(">")
                .setThreshold(0.05)
                .setUnit("share")
                .setObserved(0.2)
                .setN(100)
                .setWindowStart(START)
                .setWindowEnd(START.plusSeconds(60))
                .setStartsAt(START)
                .setEndsAt(over ? START.plusSeconds(600) : null)
                .setLastEvaluatedAt(START.plusSeconds(60))
                .setResolveReason(over ? "recovered" : null)
                .setSummary("20 % fail\non chat")
                .setExemplars(List.of())
                .setProvenance(Map.of())
                .build();
    }
}
