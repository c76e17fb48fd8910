package dev.weir.alerting.notify;

import dev.weir.schemas.avro.Alert;
import org.jspecify.annotations.Nullable;

/**
 * Whether a transition is sent, and why.
 *
 * @param notification what is sent; absent: nothing is
 * @param reason for either
 */
public record NotificationDecision(@Nullable Notification notification, Reason reason) {

    /** Why a transition is sent or not. */
    public enum Reason {
        /** The alert has begun to fire. */
        FIRST_FIRING,
        /** The alert is over. */
        OVER,
        /** The alert is over, as a correction took its ground away. */
        TAKEN_BACK,
        /** The alert is over, as its series fell silent. */
        SILENT,
        /** Not sent: it may never fire. */
        ONLY_PENDING,
        /** Not sent: this receiver has had a later or the same transition of the episode. */
        ALREADY_SENT
    }

    /**
     * The decision on a transition.
     *
     * @param lastSent last transition of the same alert that this receiver got; absent: none that is known
     */
    public static NotificationDecision on(Alert alert, @Nullable Alert lastSent) {
        if (lastSent != null && !isAfter(alert, lastSent)) {
            return new NotificationDecision(null, Reason.ALREADY_SENT);
        }
        return switch (alert.getStatus()) {
            case PENDING -> new NotificationDecision(null, Reason.ONLY_PENDING);
            case FIRING -> new NotificationDecision(new Notification(alert, true), Reason.FIRST_FIRING);
            case RESOLVED -> new NotificationDecision(new Notification(alert, false), Reason.OVER);
            case CORRECTED -> new NotificationDecision(new Notification(alert, false), Reason.TAKEN_BACK);
            case NO_DATA -> new NotificationDecision(new Notification(alert, false), Reason.SILENT);
        };
    }

    private static boolean isAfter(Alert alert, Alert sent) {
        int episode = alert.getStartsAt().compareTo(sent.getStartsAt());
        return episode > 0 || (episode == 0 && alert.getRevision() > sent.getRevision());
    }
}
