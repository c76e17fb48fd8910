package dev.weir.topology.price;

/** How the name of a model led to its price, most certain first. */
public enum PriceMatch {
    /** The book has this very name. */
    EXACT,
    /** The book lists the name as another name of the model. */
    ALIAS,
    /** The book has a rule for a family of names, and the name falls under it. */
    FAMILY,
    /** The book has the name without its date, {@code -latest}, region or vendor prefix. */
    STRIPPED;

    /** Whether the book names the model itself. */
    boolean isNamed() {
        return this == EXACT || this == ALIAS;
    }
}
