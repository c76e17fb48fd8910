package dev.weir.app.traffic;

import dev.weir.schemas.avro.TraceEvent;
import java.time.Duration;
import java.time.Instant;

/**
 * An event and the instant at which the pipeline would have received it.
 *
 * @param at simulated arrival, the timestamp of the Kafka record
 */
public record Arrival(TraceEvent event, Instant at) {

    /** The same call as if it had arrived at another time: start and arrival move together, nothing else does. */
    Arrival arrivingAt(Instant other) {
        Duration shift = Duration.between(at, other);
        if (shift.isZero()) {
            return this;
        }
        TraceEvent moved = TraceEvent.newBuilder(event)
                .setStartTime(event.getStartTime().plus(shift))
                .build();
        return new Arrival(moved, other);
    }
}
