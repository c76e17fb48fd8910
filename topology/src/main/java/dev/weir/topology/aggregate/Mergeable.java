package dev.weir.topology.aggregate;

import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import org.jspecify.annotations.Nullable;

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

    /**
     * Says that this value will be merged into one that stands for many keys, as there are more than are told apart. Changes
     * nothing unless the aggregate remembers something of the keys it holds.
     *
     * @param key that the value was made for
     */
    default void becomePartOf(String key) {}

    /**
     * What has to be merged into this value for it to say what the other one says: for values that were restated, money under
     * other prices say, though what happened did not change.
     *
     * @param restated stands for what is counted anew; only its sums need be there
     * @return nothing but differences; absent where the other one does not stand for the same things, as far as can be told,
     *     or where this kind of value cannot be restated
     */
    default @Nullable A differenceTo(A restated) {
        return null;
    }

    /** Goes back to standing for nothing, keeping the memory for the next use. */
    void clear();
}
