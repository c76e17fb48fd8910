package dev.weir.topology.price;

/** Which name of a call led to its price. */
public enum ModelSource {
    /** The model that answered. */
    RESPONSE,
    /** The model that was asked for: the call does not say which one answered, or no book has that one. */
    REQUEST
}
