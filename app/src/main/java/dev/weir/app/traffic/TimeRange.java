package dev.weir.app.traffic;

import java.time.Duration;
import java.time.Instant;

/** A stretch of time, {@code [start, end)}. */
public record TimeRange(Instant start, Instant end) {

    /** The instant at a share of the way, 0 for the start and 1 for the end, to the millisecond. */
    Instant at(double share) {
        return start.plusMillis(Math.round(Duration.between(start, end).toMillis() * share));
    }

    boolean contains(Instant instant) {
        return !instant.isBefore(start) && instant.isBefore(end);
    }
}
