package dev.weir.alerting;

import dev.weir.alerting.lifecycle.Evidence;
import dev.weir.alerting.rules.AlertRule;
import dev.weir.schemas.SeriesKey;
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

    /** One rule's word on one window of one series. */
    record Evaluated(AlertRule rule, SeriesKey series, Evidence evidence, Occasion occasion) implements Signal {}

    /** The source is complete up to a time in this partition. */
    record Complete(WindowSource source, Instant time) implements Signal {}
}
