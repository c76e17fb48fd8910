package dev.weir.alerting.lifecycle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step in the life of an alert.
 *
 * @param kind where the alert stands now
 * @param startsAt first breach of the episode, event time
 * @param endsAt end of the episode, event time; absent while it lasts
 * @param revision 0 at the first transition of an episode, then one more at each
 * @param evidence the window that led here
 * @param reason why the episode ended; absent while it lasts
 */
public record Transition(
        Kind kind,
        Instant startsAt,
        @Nullable Instant endsAt,
        long revision,
        Evidence evidence,
        @Nullable EndReason reason) {

    /** Where an alert stands. */
    public enum Kind {
        /** The condition holds, not long enough yet. */
        PENDING,
        /** A pending alert went away without ever firing. */
        LAPSED,
        /** The condition has held for as long as the rule asks. */
        FIRING,
        /** A firing alert is over. */
        RESOLVED,
        /** A firing alert is over because a correction took its ground away. */
        CORRECTED,
        /** A firing alert is over because its series fell silent. */
        NO_DATA
    }

    /** Why an episode ended. */
    public enum EndReason {
        RECOVERED,
        CORRECTED,
        EXPIRED,
        RULE_DELETED,
        NO_DATA
    }
}
