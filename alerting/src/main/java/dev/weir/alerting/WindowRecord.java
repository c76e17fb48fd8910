package dev.weir.alerting;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A record of the window topics, decoded as far as it can be. */
sealed interface WindowRecord {

    /** A window, sound in all that rules read of it. */
    record Window(ReadWindow window) implements WindowRecord {}

    /** What a spender spent, sound in all that budgets read of it. */
    record Spend(ReadSpend window) implements WindowRecord {}

    /**
     * How far the topic is complete in this partition.
     *
     * @param completeUntil windows that end at or before it have been published; absent where that is not said
     */
    record Progressed(WindowSource source, @Nullable Instant completeUntil) implements WindowRecord {}

    /** Bytes that are none of these; origin and reason stand in the headers. */
    record Refused(byte[] bytes) implements WindowRecord {}
}
