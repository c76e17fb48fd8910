package dev.weir.alerting;

import dev.weir.alerting.lifecycle.Evidence;
import dev.weir.alerting.rules.AlertRule;
import dev.weir.alerting.rules.Subject;
import java.time.Instant;

/** What {@code evaluate-rules} tells {@code advance-alerts}. */
sealed interface Signal {

    /** How a window stands to those seen before. */
    enum Occasion {
        /** The first sight of a window later than all before. */
        NEXT,
        /** A correction of the newest window. */
        NEWEST_AGAIN,
        /** A correction of an older window. */
        OLDER_AGAIN
    }

    /**
     * One rule's word on one window of one series, or on one period of one spender.
     *
     * @param until time up to which it has been looked at: the window's end, of a period under way what it holds so far
     */
    record Evaluated(AlertRule rule, Subject subject, Evidence evidence, Occasion occasion, Instant until)
            implements Signal {}

    /** The source is complete up to a time in this partition. */
    record Complete(WindowSource source, Instant time) implements Signal {}
}
