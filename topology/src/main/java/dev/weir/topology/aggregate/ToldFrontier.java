package dev.weir.topology.aggregate;

import java.time.Duration;

/**
 * When every task behind a source has to hear of its frontier. A task that gets partials hears of it with them. The others
 * have to hear of one at which windows close, and of one now and then. A frontier that moves with the wall clock would
 * otherwise be a record for each task and commit that changes nothing. Not thread-safe.
 */
public final class ToldFrontier {

    /** Longest arrival time between two frontiers that everyone hears of: how old a frontier may be while nothing closes. */
    static final Duration EVERY = Duration.ofSeconds(5);

    private static final long NEVER = Long.MIN_VALUE;

    private final Closings closings;
    private long told = NEVER;

    /** Whether a frontier closes windows that an earlier one did not, milliseconds since the epoch. */
    public interface Closings {
        boolean between(long earlier, long later);
    }

    public ToldFrontier(Closings closings) {
        this.closings = closings;
    }

    /** Starts anew: nobody has heard of any. */
    public void clear() {
        told = NEVER;
    }

    /** Whether everyone has to hear of a frontier, milliseconds since the epoch; {@link Long#MIN_VALUE} is none. */
    public boolean isDue(long frontier) {
        return isNews(frontier)
                && (told == NEVER || frontier - told >= EVERY.toMillis() || closings.between(told, frontier));
    }

    /** Whether a frontier is later than the one that everyone has heard of. */
    boolean isNews(long frontier) {
        return frontier > told;
    }

    /** Takes note that everyone hears of a frontier. */
    public void tell(long frontier) {
        told = Math.max(told, frontier);
    }
}
