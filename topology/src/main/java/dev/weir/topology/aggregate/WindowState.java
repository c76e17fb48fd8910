package dev.weir.topology.aggregate;

import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * A window as it is kept: its aggregate and where it stands in its life. Open until the first publication, then
 * published with a revision; corrected between a late partial and the next publication. Not thread-safe.
 *
 * <p>A window of a longer tile may get what the windows of the finest tile hold only when they close. It says up to which of
 * them it did.
 */
public final class WindowState<A extends Mergeable<A>> {

    /** Revision of a window that was never published. */
    public static final int OPEN = -1;

    private static final int VERSION = 3;

    private final A aggregate;
    private int revision = OPEN;
    private boolean corrected;
    private long publishedAt = Long.MIN_VALUE;
    private long mergedUntil = Long.MAX_VALUE;

    WindowState(A aggregate) {
        this.aggregate = aggregate;
    }

    public A aggregate() {
        return aggregate;
    }

    /** Number of the last publication, {@link #OPEN} before the first. */
    public int revision() {
        return revision;
    }

    boolean isOpen() {
        return revision == OPEN;
    }

    /** Whether something was merged since the last publication. */
    boolean isCorrected() {
        return corrected;
    }

    /** Common frontier at the last publication. */
    long publishedAt() {
        return publishedAt;
    }

    /**
     * Windows of the finest tile that start at or after this are not in it, milliseconds since the epoch; {@link
     * Long#MAX_VALUE} where all are.
     */
    long mergedUntil() {
        return mergedUntil;
    }

    void mergedUntil(long startMillis) {
        mergedUntil = startMillis;
    }

    void correct() {
        corrected = true;
    }

    void publish(long frontier) {
        revision++;
        corrected = false;
        publishedAt = frontier;
    }

    void write(WireWriter out) {
        new Head(revision, corrected, publishedAt, mergedUntil).write(out);
        aggregate.write(out);
    }

    /** The window of bytes that a store holds; empty when there are none. */
    public static <A extends Mergeable<A>> @Nullable WindowState<A> fromBytes(
            byte @Nullable [] bytes, AggregateType<A> type) {
        return bytes == null ? null : fromBytes(bytes, type.create());
    }

    /** Adds a stored window to a sum, which is cheaper than to read it first; returns its revision. */
    public static <A extends Mergeable<A>> int addTo(A sum, byte[] stored) {
        return fromBytes(stored, sum).revision;
    }

    /** What {@link #mergedUntil} is in the bytes of a window; cheaper than to read it. */
    public static long mergedUntil(byte[] stored) {
        return Head.read(new WireReader(stored)).mergedUntil();
    }

    /** The window of bytes, its aggregate added to another. */
    static <A extends Mergeable<A>> WindowState<A> fromBytes(byte[] bytes, A into) {
        WireReader in = new WireReader(bytes);
        Head head = Head.read(in);
        WindowState<A> state = new WindowState<>(into);
        state.revision = head.revision();
        state.corrected = head.corrected();
        state.publishedAt = head.publishedAt();
        state.mergedUntil = head.mergedUntil();
        into.mergeFrom(in);
        return state;
    }

    /** What stands before the aggregate. */
    private record Head(int revision, boolean corrected, long publishedAt, long mergedUntil) {

        private static final int CORRECTED = 1;
        private static final int PARTLY_MERGED = 2;

        void write(WireWriter out) {
            boolean partly = mergedUntil != Long.MAX_VALUE;
            out.writeByte(VERSION)
                    .writeLong(revision)
                    .writeByte((corrected ? CORRECTED : 0) | (partly ? PARTLY_MERGED : 0))
                    .writeSortableLong(publishedAt);
            if (partly) {
                out.writeSortableLong(mergedUntil);
            }
        }

        static Head read(WireReader in) {
            in.readVersion(VERSION);
            int revision = in.readInt();
            int flags = in.readByte();
            long publishedAt = in.readSortableLong();
            return new Head(
                    revision,
                    (flags & CORRECTED) != 0,
                    publishedAt,
                    (flags & PARTLY_MERGED) != 0 ? in.readSortableLong() : Long.MAX_VALUE);
        }
    }
}
