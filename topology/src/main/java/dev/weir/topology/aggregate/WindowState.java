package dev.weir.topology.aggregate;

import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * A window as it is kept: its aggregate and where it stands in its life. Open until the first publication, then
 * published with a revision; corrected between a late partial and the next publication. Not thread-safe.
 */
public final class WindowState<A extends Mergeable<A>> {

    /** Revision of a window that was never published. */
    public static final int OPEN = -1;

    private static final int VERSION = 2;

    private final A aggregate;
    private int revision = OPEN;
    private boolean corrected;
    private long publishedAt = Long.MIN_VALUE;

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

    void correct() {
        corrected = true;
    }

    void publish(long frontier) {
        revision++;
        corrected = false;
        publishedAt = frontier;
    }

    void write(WireWriter out) {
        out.writeByte(VERSION).writeLong(revision).writeByte(corrected ? 1 : 0).writeSortableLong(publishedAt);
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

    /** The window of bytes, its aggregate added to another. */
    static <A extends Mergeable<A>> WindowState<A> fromBytes(byte[] bytes, A into) {
        WireReader in = new WireReader(bytes);
        in.readVersion(VERSION);
        WindowState<A> state = new WindowState<>(into);
        state.revision = in.readInt();
        state.corrected = in.readByte() == 1;
        state.publishedAt = in.readSortableLong();
        into.mergeFrom(in);
        return state;
    }
}
