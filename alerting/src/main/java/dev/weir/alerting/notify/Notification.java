package dev.weir.alerting.notify;

import dev.weir.schemas.avro.Alert;

/**
 * What a receiver is told.
 *
 * @param alert the transition
 * @param firing whether the alert fires, else it is over
 */
public record Notification(Alert alert, boolean firing) {

    /** Idempotency key: the same however often it is sent. */
    public String key() {
        return alert.getEventId();
    }
}
