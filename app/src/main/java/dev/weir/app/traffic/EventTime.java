package dev.weir.app.traffic;

import dev.weir.schemas.avro.TraceEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The end of a span, which says which window it belongs to. */
final class EventTime {

    private EventTime() {}

    /** Start plus duration; the start where no duration was measured. */
    static Instant of(TraceEvent event) {
        Long duration = event.getDurationMicros();
        return duration == null ? event.getStartTime() : event.getStartTime().plus(duration, ChronoUnit.MICROS);
    }
}
