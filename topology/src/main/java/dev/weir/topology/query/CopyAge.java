package dev.weir.topology.query;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * How old one copy of one partition is. It is fed with what is known now and then: the end of the changelog at a time, and
 * how far the copy has read it. A copy that has read as far as the end was at a time holds everything that was committed
 * then, so its age is the time since the latest such time. A copy that has not yet read as far as any end that was seen
 * has no age: it is being filled, and what it holds was the state at no time at all, because a changelog is compacted.
 *
 * <p>The last offset of a changelog that is written in transactions is a marker, which a copy does not read: one offset
 * behind the end is at the end. If that offset is a record instead, it is not committed yet. What an aborted transaction
 * left is not read either: a copy that was at an end before, and stands as still as the end does for
 * {@link #SETTLED_MILLIS}, is at the end.
 *
 * <p>At most {@link #MOST_ENDS} ends are kept, 16 bytes each, and only those that are not reached. Not thread-safe.
 */
final class CopyAge {

    static final int MOST_ENDS = 1_200;

    /**
     * How long nothing moves before what is not read is held for unreadable. A copy looks for more ten times a second, but
     * not while the broker that leads its changelog is gone or stands still: its request for more is given up after 30 s
     * and a new leader is known some seconds later.
     */
    static final long SETTLED_MILLIS = 45_000;

    private static final long NEVER = Long.MIN_VALUE;

    private final Deque<End> ahead = new ArrayDeque<>();
    private long position = -1;
    private long reached = NEVER;
    private long lastEnd = -1;
    private long movedAt;

    private record End(long millis, long offset) {}

    /**
     * Takes note of an observation.
     *
     * @param millis before the end was asked for; never smaller than in the last observation
     * @param end offset of the next record of the changelog
     * @param nextRead offset of the next record that the copy reads
     */
    void observe(long millis, long end, long nextRead) {
        if (nextRead < position - 1) {
            // It was wiped. One less is an active copy, taken to be at the end, that has become another one.
            reached = NEVER;
        }
        if (nextRead != position || end != lastEnd) {
            movedAt = millis;
        }
        position = nextRead;
        lastEnd = end;
        End last = ahead.peekLast();
        if (last != null && last.offset == end) {
            ahead.removeLast();
        } else if (ahead.size() == MOST_ENDS) {
            ahead.removeFirst();
        }
        ahead.addLast(new End(millis, end));
        for (End next = ahead.peekFirst(); next != null && next.offset - 1 <= position; next = ahead.peekFirst()) {
            reached = next.millis;
            ahead.removeFirst();
        }
        if (reached != NEVER && millis - movedAt >= SETTLED_MILLIS) {
            reached = Math.max(reached, millis - SETTLED_MILLIS);
        }
    }

    /** Milliseconds for which changes may be missing; empty while the copy is being filled. */
    OptionalLong millis(long now) {
        return reached == NEVER ? OptionalLong.empty() : OptionalLong.of(Math.max(0, now - reached));
    }
}
