package dev.weir.benchmarks.rows;

/**
 * What a window holds, in the rows that are not the product.
 *
 * @param <V> itself
 */
public interface WindowValue<V extends WindowValue<V>> {

    /** Counts a call; returns this. */
    V add(SlimCall call);

    /** Adds everything that another one counted. */
    void mergeWith(V other);

    byte[] toBytes();
}
