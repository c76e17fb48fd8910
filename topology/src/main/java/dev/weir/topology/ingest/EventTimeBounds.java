package dev.weir.topology.ingest;

import dev.weir.topology.record.Rejection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The one decision about late and early events: an event time in {@code [arrival - maxAge, arrival + maxAhead]} is taken
 * as it is, any other is refused. Event time is never altered.
 *
 * @param maxAge how far before its arrival a call may have ended
 * @param maxAhead how far after its arrival a call may say it ended, for clocks that run fast
 */
public record EventTimeBounds(Duration maxAge, Duration maxAhead) {

    /** For recorded input: any event time of any year. */
    public static final EventTimeBounds NONE = new EventTimeBounds(Duration.ofDays(365_000), Duration.ofDays(365_000));

    /** The latest that a call which arrived by a time can say it ended; milliseconds since the epoch. */
    long latest(long arrivalMillis) {
        return arrivalMillis + maxAhead.toMillis();
    }

    /** Reason to refuse an event, or nothing. */
    @Nullable
    Rejection check(long eventMillis, long arrivalMillis) {
        if (eventMillis < arrivalMillis - maxAge.toMillis()) {
            return Rejection.TOO_OLD;
        }
        if (eventMillis > arrivalMillis + maxAhead.toMillis()) {
            return Rejection.IN_THE_FUTURE;
        }
        return null;
    }
}
