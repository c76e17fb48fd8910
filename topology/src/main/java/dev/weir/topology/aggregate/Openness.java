package dev.weir.topology.aggregate;

import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which windows of a kind are published before their grace is over.
 *
 * @param early those that have ended and are complete; absent: none
 * @param running keys whose windows are published while they are open: as soon as they hold something, again a correction
 *     interval after each change, and once more when they close; absent: none
 */
public record Openness<A>(
        @Nullable Early<A> early, @Nullable Predicate<String> running) {

    /**
     * Windows that are published as soon as nothing is missing.
     *
     * @param after at the earliest so long after their end
     * @param complete whether nothing is missing
     */
    public record Early<A>(Duration after, Predicate<A> complete) {}

    /** None is. */
    public static <A> Openness<A> untilClosed() {
        return new Openness<>(null, null);
    }

    /** Those that have ended and are complete. */
    public static <A> Openness<A> untilComplete(Duration after, Predicate<A> complete) {
        return new Openness<>(new Early<>(after, complete), null);
    }

    /** Those of some keys. */
    public static <A> Openness<A> running(Predicate<String> keys) {
        return new Openness<>(null, keys);
    }

    /** Whether a window is never published before it closes. */
    boolean isNever() {
        return early == null && running == null;
    }

    /** Whether the windows of a key are published while they are open. */
    boolean isRunning(String key) {
        return running != null && running.test(key);
    }
}
