package dev.weir.alerting;

import dev.weir.alerting.window.Window;
import dev.weir.alerting.window.WindowSource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A record of the window topics, decoded as far as it can be. */
sealed interface DecodedRecord {

    /** A window. */
    record OfWindow(Window window) implements DecodedRecord {}

    /**
     * How far the topic is complete in this partition.
     *
     * @param completeUntil windows that end at or before it have been published; absent where that is unknown
     */
    record OfProgress(WindowSource source, @Nullable Instant completeUntil) implements DecodedRecord {}

    /** Bytes that are none of these; origin and reason stand in the headers. */
    record DeadLetter(byte @Nullable [] bytes) implements DecodedRecord {}
}
