package dev.weir.topology.commit;

import java.time.Duration;

/**
 * When a task asks for a commit before the interval of the application is over. It does so where somebody waits for what it
 * has read: soon, if a frontier is awaited or windows close; every {@link #PROMPT} while somebody reads the windows; every
 * {@link #UNREAD} while nobody does. It does not where nothing was read, and not while it catches up, because each commit
 * writes the same windows once more and nobody looks at them. Where a commit takes long, because a processor or the broker
 * has too much to do, the next one waits longer: commits that follow each other closely would leave less for what they
 * commit. Not thread-safe.
 */
public final class CommitPace {

    /** Between two commits of a task whose windows close; some ticks. */
    static final Duration AWAITED = Duration.ofMillis(50);

    /** Between two commits of a task that reads what has just arrived, while somebody reads its windows. */
    static final Duration PROMPT = Duration.ofMillis(200);

    /** The same while nobody does: how old the first answer may be, less what it takes to get from task to task. */
    static final Duration UNREAD = Duration.ofSeconds(1);

    /** An arrival that lies further back belongs to a backlog. */
    static final Duration OF_NOW = Duration.ofSeconds(5);

    /** Shortest time from the start of a commit to the next request, as a multiple of the time that the commit took. */
    static final int SHARE = 3;

    private static final long NEVER = Long.MIN_VALUE;

    private long newest = NEVER;
    private long awaited = NEVER;
    private long committed = NEVER;
    private long took;
    private boolean committing;

    /** Starts anew. */
    public void clear() {
        newest = NEVER;
        awaited = NEVER;
        committed = NEVER;
        took = 0;
        committing = false;
    }

    /** Takes note of when something arrived that was read since the last commit. */
    public void saw(long arrivalMillis) {
        newest = Math.max(newest, arrivalMillis);
    }

    /** Takes note of a frontier at which something is to be said or closed by the next commit. */
    public void awaits(long frontierMillis) {
        awaited = Math.max(awaited, frontierMillis);
    }

    /** Takes note of a commit. */
    public void committed(long now) {
        committed = now;
        committing = true;
        newest = NEVER;
        awaited = NEVER;
    }

    /**
     * Whether to ask for a commit, at a wall clock in milliseconds. To be asked every tick: the first time after a commit
     * tells how long it took.
     *
     * @param isRead whether somebody reads what is committed
     */
    public boolean isDue(long now, boolean isRead) {
        if (committing) {
            committing = false;
            took = now - committed;
        }
        Duration pace = isOfNow(awaited, now) ? AWAITED : isRead ? PROMPT : UNREAD;
        return (isOfNow(awaited, now) || isOfNow(newest, now))
                && (committed == NEVER || now - committed >= Math.max(pace.toMillis(), SHARE * took));
    }

    private static boolean isOfNow(long time, long now) {
        return time != NEVER && Math.abs(now - time) <= OF_NOW.toMillis();
    }
}
