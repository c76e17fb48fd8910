package dev.weir.topology.price;

import java.util.Map;

/**
 * A LiteLLM table as a price book, with what was left out of it.
 *
 * @param entries entries of the file; {@code entries = book.size() + skipped}
 * @param skippedByReason number of entries left out, by reason
 */
public record LiteLlmBook(PriceBook book, int entries, Map<String, Integer> skippedByReason) {

    public LiteLlmBook {
        skippedByReason = Map.copyOf(skippedByReason);
    }

    /** Entries left out. */
    public int skipped() {
        return skippedByReason.values().stream().mapToInt(Integer::intValue).sum();
    }
}
