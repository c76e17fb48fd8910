package dev.weir.topology.aggregate;

import org.jspecify.annotations.Nullable;

/**
 * A window as it is kept: its aggregate and where it stands in its life. Open until the first publication, then
 * published with a revision; corrected (dirty) between a late partial and the next publication. Not thread-safe.
 */
public final class WindowState<A extends Mergeable<A>> {

    /** Revision of a window that was never published. */
    public static final int OPEN = -1;

    private static final int VERSION = 1;

    private final A aggregate;
    private int revision;
    private boolean dirty;
    private long publishedAt;

    private WindowState(A aggregate, int revision, boolean dirty, long publishedAt) {
        this.aggregate = aggregate;
        this.revision = revision;
        this.dirty = dirty;
        this.publishedAt = publishedAt;
    }

    static <A extends Mergeable<A>> WindowState<A> open(A aggregate) {
        return new WindowState<>(aggregate, OPEN, false, Long.MIN_VALUE);
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

    boolean isDirty() {
        return dirty;
    }

    /** Frontier at the last publication. */
    long publishedAt() {
        return publishedAt;
    }

    void correct() {
        dirty = true;
    }

    void publish(long frontier) {
        revision++;
        dirty = false;
        publishedAt = frontier;
    }

    byte[] toBytes() {
        WireWriter out = new WireWriter()
                .writeByte(VERSION)
                .writeLong(revision)
                .writeByte(dirty ? 1 : 0)
                .writeSortableLong(publishedAt);
        aggregate.write(out);
        return out.toBytes();
    }

    /** The window of bytes that a store holds; empty when there are none. */
    public static <A extends Mergeable<A>> @Nullable WindowState<A> fromBytes(
            byte @Nullable [] bytes, AggregateType<A> type) {
        if (bytes == null) {
            return null;
        }
        WireReader in = new WireReader(bytes);
        in.readVersion(VERSION);
        int revision = in.readInt();
        boolean dirty = in.readByte() == 1;
        long publishedAt = in.readSortableLong();
        return new WindowState<>(type.read(in), revision, dirty, publishedAt);
    }
}
