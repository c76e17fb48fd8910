package dev.weir.topology.commit;

import java.time.Duration;

/**
 * When a task asks for a commit before the interval of the application is over: every {@link #PROMPT} while what it reads
 * is of now, because then somebody waits for it; not while it catches up, when each commit writes the same windows once
 * more and nobody looks at them. Where a commit takes long, because a processor or the broker has too much to do, the next
 * one waits longer: commits that follow each other closely would leave less for what they commit. Not thread-safe.
 */
public final class CommitPace {

    /** Between two commits of a task that reads what has just arrived: half of how old an answer may be. */
    static final Duration PROMPT = Duration.ofMillis(200);

    /** An arrival that lies further back belongs to a backlog. */
    static final Duration OF_NOW = Duration.ofSeconds(5);

    /** Shortest time from the start of a commit to the next request, as a multiple of the time that the commit took. */
    static final int SHARE = 3;

    private static final long NEVER = Long.MIN_VALUE;

    private long newest = NEVER;
    private long committed = NEVER;
    private long took;
    private boolean committing;

    /** Starts anew. */
    public void clear() {
        newest = NEVER;
        committed = NEVER;
        took = 0;
        committing = false;
    }

    /** Takes note of when something arrived that was read, or of how far a source has been read. */
    public void saw(long arrivalMillis) {
        newest = Math.max(newest, arrivalMillis);
    }

    /** Takes note of a commit. */
    public void committed(long now) {
        committed = now;
        committing = true;
    }

    /**
     * Whether to ask for a commit, at a wall clock in milliseconds. To be asked every tick: the first time after a commit
     * tells how long it took.
     */
    public boolean isDue(long now) {
        if (committing) {
            committing = false;
            took = now - committed;
        }
        return newest != NEVER
                && Math.abs(now - newest) <= OF_NOW.toMillis()
                && (committed == NEVER || now - committed >= Math.max(PROMPT.toMillis(), SHARE * took));
    }
}
