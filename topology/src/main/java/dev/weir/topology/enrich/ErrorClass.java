package dev.weir.topology.enrich;

/** How a call failed. */
public enum ErrorClass {
    /** It did not fail; a refusal is no failure. */
    NONE,
    /** It failed outright: no usable answer and the caller was told. */
    HARD,
    /** It answered as if all were well, and the answer is unusable. */
    SOFT
}
