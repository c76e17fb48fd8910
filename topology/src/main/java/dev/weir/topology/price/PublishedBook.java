package dev.weir.topology.price;

import java.util.Map;
import java.util.TreeMap;

/**
 * A published table as a price book, with what was left out of it.
 *
 * @param entries entries of the file; {@code entries = book.size() + skipped}
 * @param skippedByReason number of entries left out, by reason
 * @param unread number of entries that were taken, by price of theirs that was not: what a call does not report in tokens
 */
public record PublishedBook(
        PriceBook book, int entries, Map<String, Integer> skippedByReason, Map<String, Integer> unread) {

    public PublishedBook {
        skippedByReason = new TreeMap<>(skippedByReason);
        unread = new TreeMap<>(unread);
    }

    /** A book that was read whole. */
    static PublishedBook whole(PriceBook book) {
        return new PublishedBook(book, book.size(), Map.of(), Map.of());
    }

    /** Entries left out. */
    public int skipped() {
        return skippedByReason.values().stream().mapToInt(Integer::intValue).sum();
    }
}
