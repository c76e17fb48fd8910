package dev.weir.alerting.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.schemas.avro.AlertStatus;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertmanagerTest {

    private static final NotifyConfig CONFIG = new NotifyConfig(
            false,
            List.of(),
            null,
            Duration.ofMinutes(1),
            Duration.ofMillis(800),
            Duration.ofSeconds(5),
            Duration.ofHours(1),
            "weir");
    private static final Notification FIRING = new Notification(TestAlerts.alert("abc", 1, AlertStatus.FIRING), true);
    private static final Notification RESOLVED =
            new Notification(TestAlerts.alert("abc", 2, AlertStatus.RESOLVED), false);

    @Test
    void webhookBody_isVersionFour() throws IOException {
        try (Receiver receiver = new Receiver()) {
            Notifier notifier = new AlertmanagerWebhookNotifier("webhook-1", receiver.url() + "/hook", CONFIG);
            assertInstanceOf(Delivery.Delivered.class, notifier.deliver(FIRING));
            assertInstanceOf(Delivery.Delivered.class, notifier.deliver(RESOLVED));
            Receiver.Request request = receiver.requests.get(0);
            assertEquals("/hook", request.path());
            assertEquals("abc-1", request.key());
            JsonNode body = new ObjectMapper().readTree(request.body());
            assertEquals("4", body.get("version").asText());
            assertEquals("firing", body.get("status").asText());
            JsonNode alert = body.get("alerts").get(0);
            assertEquals("chat \"a\"", alert.get("labels").get("route").asText());
            assertEquals("x", alert.get("labels").get("prompt_name").asText());
            assertFalse(alert.get("labels").has("empty"));
            assertEquals("critical", alert.get("labels").get("severity").asText());
            assertEquals("2024-05-01T00:00:00Z", alert.get("startsAt").asText());
            assertEquals("0001-01-01T00:00:00Z", alert.get("endsAt").asText());
            assertEquals("abc", alert.get("fingerprint").asText());
            JsonNode resolved = new ObjectMapper()
                    .readTree(receiver.requests.get(1).body())
                    .get("alerts")
                    .get(0);
            assertEquals("resolved", resolved.get("status").asText());
            assertEquals("2024-05-01T00:10:00Z", resolved.get("endsAt").asText());
            assertEquals(
                    "recovered",
                    resolved.get("annotations").get("resolve_reason").asText());
        }
    }

    @Test
    void answers_areToldApart() throws IOException {
        try (Receiver receiver = new Receiver()) {
            Notifier notifier = new AlertmanagerWebhookNotifier("webhook-1", receiver.url(), CONFIG);
            receiver.answers.addAll(List.of(500, 429, 401, 302, 400, Receiver.DRIBBLE, 204));
            assertInstanceOf(Delivery.TryAgain.class, notifier.deliver(FIRING));
            assertInstanceOf(Delivery.TryAgain.class, notifier.deliver(FIRING));
            assertInstanceOf(Delivery.TryAgain.class, notifier.deliver(FIRING));
            assertInstanceOf(Delivery.TryAgain.class, notifier.deliver(FIRING));
            assertInstanceOf(Delivery.Refused.class, notifier.deliver(FIRING));
            assertInstanceOf(Delivery.TryAgain.class, notifier.deliver(FIRING));
            assertInstanceOf(Delivery.Delivered.class, notifier.deliver(FIRING));
            assertTrue(receiver.requests.stream()
                    .noneMatch(request -> request.path().equals("/elsewhere")));
        }
    }

    @Test
    void nobodyThere_triesAgain() {
        Notifier notifier = new AlertmanagerWebhookNotifier("webhook-1", "http://127.0.0.1:1/", CONFIG);
        assertInstanceOf(Delivery.TryAgain.class, notifier.deliver(FIRING));
    }

    @Test
    void alertmanager_isToldAgainBeforeItForgets() throws IOException {
        Instant now = Instant.parse("2026-11-21T12:00:00Z");
        try (Receiver receiver = new Receiver()) {
            AlertmanagerNotifier notifier =
                    new AlertmanagerNotifier(receiver.url() + "/", CONFIG, Clock.fixed(now, ZoneOffset.UTC));
            assertInstanceOf(Delivery.Delivered.class, notifier.deliver(FIRING));
            notifier.tick(now.plusSeconds(59));
            assertEquals(1, receiver.requests.size());
            notifier.tick(now.plusSeconds(60));
            assertEquals(2, receiver.requests.size());
            assertEquals("/api/v2/alerts", receiver.requests.get(0).path());
            JsonNode alert =
                    new ObjectMapper().readTree(receiver.requests.get(1).body()).get(0);
            assertEquals("2026-11-21T12:04:00Z", alert.get("endsAt").asText());
            notifier.deliver(RESOLVED);
            notifier.tick(now.plusSeconds(120));
            JsonNode over =
                    new ObjectMapper().readTree(receiver.requests.get(3).body()).get(0);
            assertEquals("2024-05-01T00:10:00Z", over.get("endsAt").asText());
            notifier.tick(now.plus(Duration.ofMinutes(17)));
            assertEquals(4, receiver.requests.size());
        }
    }

    @Test
    void consoleLine_cannotBeBroken() {
        String line = ConsoleNotifier.line(RESOLVED.alert());
        assertFalse(line.contains("\n"));
        assertTrue(line.startsWith("RESOLVED  critical ErrorRate"), line);
        assertTrue(line.contains("until 2024-05-01T00:10:00Z (recovered)"), line);
    }
}
