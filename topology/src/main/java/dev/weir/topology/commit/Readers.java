package dev.weir.topology.commit;

import java.time.Duration;

/**
 * Whether somebody reads the windows of this process, so that tasks commit as often as it matters to a reader and not
 * oftener. Shared by tasks and readers; thread-safe.
 */
public final class Readers {

    /** Somebody who has read comes back within this, as a page does that refreshes itself. */
    static final Duration PRESENT = Duration.ofSeconds(30);

    private static final long NEVER = Long.MIN_VALUE;

    private volatile long lastRead = NEVER;

    /** Takes note that somebody reads, wall clock in milliseconds. */
    public void read(long now) {
        lastRead = now;
    }

    /** Whether somebody has read lately; also after the wall clock was set back. */
    public boolean areThere(long now) {
        long last = lastRead;
        return last != NEVER && now - last < PRESENT.toMillis();
    }
}
