package dev.weir.alerting;

import java.time.Instant;

/** A record of the window topics, decoded as far as it can be. */
sealed interface WindowRecord {

    /** A window, sound in all that rules read of it. */
    record Window(ReadWindow window) implements WindowRecord {}

    /** What a spender spent, sound in all that budgets read of it. */
    record Spend(ReadSpend window) implements WindowRecord {}

    /** How far the topic is complete in this partition. */
    record Progressed(WindowSource source, Instant frontier, boolean ended) implements WindowRecord {}

    /** Bytes that are none of these; origin and reason stand in the headers. */
    record Refused(byte[] bytes) implements WindowRecord {}
}
