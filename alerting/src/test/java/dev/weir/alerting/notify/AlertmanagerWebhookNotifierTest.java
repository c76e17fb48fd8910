package dev.weir.alerting.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.schemas.avro.AlertStatus;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class AlertmanagerWebhookNotifierTest extends HttpNotifierContract {

    AlertmanagerWebhookNotifierTest() throws IOException {}

    @Override
    Notifier notifier(String url) {
        return new AlertmanagerWebhookNotifier("webhook-1", url + "/hook", CONFIG, CLOCK);
    }

    private JsonNode body(int request) throws IOException {
        return new ObjectMapper().readTree(receiver.requests.get(request).body());
    }

    @Test
    void transitions_areRead() {
        assertEquals(Notifier.Reads.TRANSITIONS, notifier().reads());
    }

    @Test
    void body_isVersionFour() throws IOException {
        notifier().deliver(of(AlertStatus.FIRING));

        assertEquals("/hook", receiver.requests.get(0).path());
        assertEquals("abc-1", receiver.requests.get(0).key());
        assertEquals("4", body(0).get("version").asText());
        assertEquals("firing", body(0).get("status").asText());
        JsonNode alert = body(0).get("alerts").get(0);
        assertEquals("chat \"a\"", alert.get("labels").get("route").asText());
        assertEquals("x", alert.get("labels").get("prompt_name").asText());
        assertFalse(alert.get("labels").has("empty"));
        assertEquals("critical", alert.get("labels").get("severity").asText());
        assertEquals("2024-05-01T00:00:00Z", alert.get("startsAt").asText());
        assertEquals("0001-01-01T00:00:00Z", alert.get("endsAt").asText());
        assertEquals("abc", alert.get("fingerprint").asText());
    }

    @Test
    void alertThatIsOver_saysWhenAndWhy() throws IOException {
        notifier().deliver(of(AlertStatus.RESOLVED));

        JsonNode resolved = body(0).get("alerts").get(0);
        assertEquals("resolved", resolved.get("status").asText());
        assertEquals("2024-05-01T00:10:00Z", resolved.get("endsAt").asText());
        assertEquals(
                "recovered", resolved.get("annotations").get("resolve_reason").asText());
    }
}
