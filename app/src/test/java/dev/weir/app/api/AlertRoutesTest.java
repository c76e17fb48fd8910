package dev.weir.app.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertKind;
import dev.weir.schemas.avro.AlertStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Alerts as rows. */
class AlertRoutesTest extends AnalystServer {

    @Test
    void history_isInOrderOfTimeWhateverTheOrderItWasReadIn() throws Exception {
        history.add(alert("b", "2026-11-21T08:02:00Z", AlertStatus.RESOLVED));
        history.add(alert("a", "2026-11-21T08:03:00Z", AlertStatus.FIRING));
        history.add(alert("b", "2026-11-21T08:01:00Z", AlertStatus.FIRING));

        assertEquals(
                List.of("08:01", "08:02", "08:03"),
                texts(json("alerts/history"), "last_evaluated_at").stream()
                        .map(time -> time.substring(11, 16))
                        .toList());
        assertEquals(List.of("a"), texts(json("alerts/history?sort=-last_evaluated_at&limit=1"), "alert_id"));
        assertEquals(
                1,
                texts(json("alerts/history?status=resolved&route=shop"), "alert_id")
                        .size());
        assertEquals(0, texts(json("alerts/history?route=other"), "alert_id").size());
        assertEquals(
                1,
                texts(json("alerts/history?from=2026-11-21T08:03:00Z"), "alert_id")
                        .size());
    }

    private static List<String> texts(JsonNode answer, String name) {
        List<String> texts = new ArrayList<>();
        answer.path("alerts").forEach(alert -> texts.add(alert.path(name).asText()));
        return texts;
    }

    private static Alert alert(String id, String evaluated, AlertStatus status) {
        Instant time = Instant.parse(evaluated);
        return Alert.newBuilder()
                .setAlertId(id)
                .setEventId(id + evaluated)
                .setRevision(0)
                .setRuleId("SlowAnswers")
                .setRuleVersion("1")
                .setKind(AlertKind.THRESHOLD)
                .setStatus(status)
                .setSeverity("warning")
                .setLabels(Map.of("route", "shop"))
                .setAnnotations(Map.of())
                .setMetric("latency")
                .setStatistic("p95")
                .setOperator(">")
                .setUnit("ms")
                .setN(3)
                .setWindowStart(time)
                .setWindowEnd(time)
                .setStartsAt(time)
                .setLastEvaluatedAt(time)
                .setSummary("slow")
                .build();
    }
}
