package dev.weir.alerting;

import dev.weir.alerting.lifecycle.Evidence;
import dev.weir.alerting.rules.AlertRule;
import dev.weir.alerting.window.Subject;
import dev.weir.alerting.window.WindowSource;
import java.time.Instant;

/** What the steps that evaluate tell {@code advance-alerts}. */
sealed interface AlertInput {

    /**
     * What one rule says of one window of a subject, or of one period of a spender.
     *
     * @param order how the alert takes it; never {@link WindowOrder#LATE}
     * @param until time up to which it has been looked at: the window's end, of a period under way what it holds so far
     */
    record Evaluated(AlertRule rule, Subject subject, Evidence evidence, WindowOrder order, Instant until)
            implements AlertInput {}

    /** All windows of the source that end at or before a time have been read in this partition. */
    record Complete(WindowSource source, Instant time) implements AlertInput {}
}
