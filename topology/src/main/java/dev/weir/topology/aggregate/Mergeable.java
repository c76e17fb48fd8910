package dev.weir.topology.aggregate;

import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;

/**
 * A value that grows by merging. Merging is associative and commutative, and exact: the same parts give equal values
 * in whatever order and grouping, also where a cardinality limit leaves names out. The one exception is a list of the heaviest
 * names in bounded memory: which names it holds beyond its limit depends on the order, and its stated bounds hold in every
 * order. Not thread-safe.
 *
 * @param <A> the type itself
 */
public interface Mergeable<A extends Mergeable<A>> {

    /** Adds all that the other value stands for. The other one is not changed and not kept. */
    void mergeWith(A other);

    /** Adds all that the written value stands for, whichever version wrote it. */
    void mergeFrom(WireReader written);

    /** Writes the value; {@link #mergeFrom} reads it back. Equal values write equal bytes. */
    void write(WireWriter out);

    /** The bytes that {@link #write} writes. */
    default byte[] toBytes() {
        WireWriter out = new WireWriter();
        write(out);
        return out.toBytes();
    }

    /** Goes back to standing for nothing, keeping the memory for the next use. */
    void clear();
}
