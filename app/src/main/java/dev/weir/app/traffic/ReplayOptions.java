package dev.weir.app.traffic;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a replay runs.
 *
 * @param shiftTo instant at which the first event is to arrive; each later one arrives when the replay sends it, and its
 *     times move with its arrival, so that at any speed no event runs ahead of the clock. Absent: nothing moves
 * @param endMarker whether every partition ends with the end-of-input marker; not for live topics
 */
public record ReplayOptions(ReplaySpeed speed, @Nullable Instant shiftTo, boolean endMarker) {

    /** As fast as the target takes it, at the recorded times, with end markers. */
    public static final ReplayOptions DEFAULT = new ReplayOptions(ReplaySpeed.MAX, null, true);

    public ReplayOptions withSpeed(ReplaySpeed newSpeed) {
        return new ReplayOptions(newSpeed, shiftTo, endMarker);
    }

    public ReplayOptions withShiftTo(Instant newShiftTo) {
        return new ReplayOptions(speed, newShiftTo, endMarker);
    }

    public ReplayOptions withEndMarker(boolean newEndMarker) {
        return new ReplayOptions(speed, shiftTo, newEndMarker);
    }
}
