package dev.weir.benchmarks.rows;

/**
 * The one place where the limit, the DSL row and the peer decode a record. A faster decoder is put in here, by {@link
 * #fastest}, and all of them have it.
 */
public interface CallDecoder {

    /**
     * Fills a call from a record's value.
     *
     * @param into every field is set
     */
    void decode(byte[] value, SlimCall into);

    /** The decoder that all rows use; for one thread. */
    static CallDecoder fastest() {
        return new ViewCallDecoder();
    }
}
