package dev.weir.topology.aggregate;

/**
 * A value that grows by merging. Merging is associative and commutative, and exact: the same parts give equal values
 * in whatever order and grouping. Not thread-safe.
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

    /**
     * Says that this value will be merged into one that stands for many keys, as there are more than are told apart. Changes
     * nothing unless the aggregate remembers something of the keys it holds.
     *
     * @param key that the value was made for
     */
    default void becomePartOf(String key) {}

    /** Goes back to standing for nothing, keeping the memory for the next use. */
    void clear();
}
