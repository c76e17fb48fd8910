package dev.weir.alerting.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.weir.alerting.notify.NotificationDecision.Reason;
import dev.weir.schemas.avro.AlertStatus;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NotificationDecisionTest {

    @Test
    void everyStatus_hasItsReason() {
        Map<AlertStatus, Reason> reasons = Map.of(
                AlertStatus.PENDING, Reason.ONLY_PENDING,
                AlertStatus.FIRING, Reason.FIRST_FIRING,
                AlertStatus.RESOLVED, Reason.OVER,
                AlertStatus.CORRECTED, Reason.TAKEN_BACK,
                AlertStatus.NO_DATA, Reason.SILENT);
        for (AlertStatus status : AlertStatus.values()) {
            NotificationDecision decision = NotificationDecision.on(TestAlerts.alert("a", 0, status), null);
            assertEquals(reasons.get(status), decision.reason());
            if (status == AlertStatus.PENDING) {
                assertNull(decision.notification());
            } else {
                assertNotNull(decision.notification());
                assertEquals(
                        status == AlertStatus.FIRING, decision.notification().firing());
            }
        }
    }

    @Test
    void transitionReadAgain_isNotSentAgain() {
        NotificationDecision decision = NotificationDecision.on(
                TestAlerts.alert("a", 1, AlertStatus.FIRING), TestAlerts.alert("a", 1, AlertStatus.FIRING));
        assertEquals(Reason.ALREADY_SENT, decision.reason());
        assertNull(decision.notification());
    }
}
