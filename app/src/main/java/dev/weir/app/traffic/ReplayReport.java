package dev.weir.app.traffic;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a replay has done; {@code sent + refused} events were given to it.
 *
 * @param sent events delivered
 * @param refused events too large for the target
 * @param firstArrival simulated arrival of the first; absent when there was none
 * @param lastArrival simulated arrival of the last; absent when there was none
 */
public record ReplayReport(
        long sent,
        long refused,
        @Nullable Instant firstArrival,
        @Nullable Instant lastArrival) {}
