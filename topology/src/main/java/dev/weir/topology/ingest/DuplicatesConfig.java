package dev.weir.topology.ingest;

import dev.weir.schemas.Means;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a call is remembered, so that the same one sent again is not counted again.
 */
public record DuplicatesConfig(
        @Means("deduplication: how long a call is remembered, so that a repetition is not counted; 0: "
                + "no deduplication")
        Duration window,

        @Means("deduplication: calls remembered for each source partition, 16 bytes each; calls that "
                + "are evicted early are counted")
        int maxEntries) {

    public static final DuplicatesConfig DEFAULT = new DuplicatesConfig(Duration.ofMinutes(10), 2_000_000);

    /** Largest table that is worth its memory: 16 bytes an entry. */
    private static final int MOST_ENTRIES = 100_000_000;

    /** Most bytes of heap that the calls of one source partition are remembered in. */
    public long mostHeapBytes() {
        return Fingerprints.mostTableBytes(maxEntries);
    }

    /** Every problem as {@code key = value: expected …}. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (window.isNegative()) {
            problems.add("window = " + window + ": expected 0 or more");
        }
        if (maxEntries < 1 || maxEntries > MOST_ENTRIES) {
            problems.add("max_entries = " + maxEntries + ": expected 1 to " + MOST_ENTRIES);
        }
        return problems;
    }
}
