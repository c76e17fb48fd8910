package dev.weir.topology.price;

/**
 * The price book that holds now, which may be replaced while calls are priced. A call is priced by one book, whole: the
 * one that holds when it is read. What was priced before keeps its price. One volatile read more than the book itself.
 */
public final class CurrentPrices implements Prices {

    private volatile PriceBook book;

    public CurrentPrices(PriceBook book) {
        this.book = book;
    }

    /** The book that holds now. */
    public PriceBook book() {
        return book;
    }

    /** Puts another book in its place for every call read from now on. */
    public void replaceBy(PriceBook other) {
        book = other;
    }

    @Override
    public Price price(ModelUse use, TokenParts.Parts parts, long eventTimeMicros) {
        return book.price(use, parts, eventTimeMicros);
    }
}
