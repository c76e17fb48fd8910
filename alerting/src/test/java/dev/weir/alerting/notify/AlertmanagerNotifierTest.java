package dev.weir.alerting.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.schemas.avro.AlertStatus;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AlertmanagerNotifierTest extends HttpNotifierContract {

    AlertmanagerNotifierTest() throws IOException {}

    @Override
    Notifier notifier(String url) {
        return new AlertmanagerNotifier(url + "/", CONFIG, CLOCK);
    }

    private JsonNode alert(int request) throws IOException {
        return new ObjectMapper()
                .readTree(receiver.requests.get(request).body())
                .get(0);
    }

    @Test
    void standings_areRead() {
        assertEquals(Notifier.Reads.STANDINGS, notifier().reads());
    }

    @Test
    void firingAlert_isToldAgainBeforeItIsForgotten() throws IOException {
        assertInstanceOf(Delivery.Delivered.class, notifier().deliver(of(AlertStatus.FIRING)));
        notifier().tick(NOW.plusSeconds(59));
        assertEquals(1, receiver.requests.size());
        notifier().tick(NOW.plusSeconds(60));

        assertEquals(2, receiver.requests.size());
        assertEquals("/api/v2/alerts", receiver.requests.get(0).path());
        assertEquals("2026-11-21T12:04:00Z", alert(1).get("endsAt").asText());
    }

    @Test
    void alertThatIsOver_isToldForAQuarterOfAnHour() throws IOException {
        notifier().deliver(of(AlertStatus.FIRING));
        notifier().deliver(of(AlertStatus.RESOLVED));
        notifier().tick(NOW.plusSeconds(120));
        assertEquals(3, receiver.requests.size());
        assertEquals("2024-05-01T00:10:00Z", alert(2).get("endsAt").asText());

        notifier().tick(NOW.plus(Duration.ofMinutes(17)));
        assertEquals(3, receiver.requests.size());
    }

    @Test
    void resendingToNobody_isMadeGoodByTheNextInterval() {
        notifier().deliver(of(AlertStatus.FIRING));
        receiver.answers.add(500);
        notifier().tick(NOW.plusSeconds(60));
        notifier().tick(NOW.plusSeconds(120));
        assertEquals(3, receiver.requests.size());
    }
}
