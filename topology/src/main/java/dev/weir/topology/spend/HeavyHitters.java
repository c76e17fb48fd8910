package dev.weir.topology.spend;

import dev.weir.schemas.NumberLimit;
import dev.weir.schemas.TextLimit;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The heaviest of many names by a sum of weights, in bounded memory: the summary of Misra and Gries for weighted entries
 * (1982), merged as Agarwal et al. do ("Mergeable Summaries", PODS 2012).
 *
 * <p>Guarantee: the true sum of a name lies in {@code [value, value + error()]}, with value 0 for a name that is not held, and
 * {@code error()} is at most the sum of all weights divided by {@value #COUNTERS} + 1. So every name that has more than
 * that is held. Which names are held below it depends on the order of merging. At most {@value #MOST} names, 4 kB, 51 kB with the longest names;
 * an entry costs O(log n), amortised. Not thread-safe.
 */
public final class HeavyHitters {

    /** Names that stay when the summary is reduced. */
    public static final int COUNTERS = 64;

    /** Names held before it is. */
    static final int MOST = 2 * COUNTERS;

    /** Most bytes of a written summary. */
    public static final int MOST_BYTES = MOST * (3 * TextLimit.NAME.most() + 11) + 12;

    private final SortedMap<String, Long> sums = new TreeMap<>();
    private long error;

    /** Adds a weight, 0 or more, to a name. */
    void add(String name, long weight) {
        if (weight > 0) {
            sums.merge(name, weight, NumberLimit::plus);
            reduce();
        }
    }

    /** Adds all of another summary. */
    void mergeWith(HeavyHitters other) {
        error = NumberLimit.plus(error, other.error);
        other.sums.forEach((name, sum) -> sums.merge(name, sum, NumberLimit::plus));
        reduce();
    }

    /** Takes the weight of the heaviest name that cannot stay from all, so that 65 names at least pay for the error. */
    private void reduce() {
        if (sums.size() <= MOST) {
            return;
        }
        long cut = sums.values().stream()
                .sorted(Collections.reverseOrder())
                .skip(COUNTERS)
                .findFirst()
                .orElseThrow();
        sums.replaceAll((name, sum) -> sum - cut);
        sums.values().removeIf(sum -> sum <= 0);
        error = NumberLimit.plus(error, cut);
    }

    /** The least that each held name has, by name. */
    public SortedMap<String, Long> sums() {
        return Collections.unmodifiableSortedMap(sums);
    }

    /** How much more than that any name may have, held or not. */
    public long error() {
        return error;
    }

    boolean isEmpty() {
        return sums.isEmpty() && error == 0;
    }

    void clear() {
        sums.clear();
        error = 0;
    }

    void write(WireWriter out) {
        out.writeCounts(sums).writeLong(error);
    }

    void mergeFrom(WireReader in) {
        in.readCounts().forEach((name, sum) -> sums.merge(name, sum, NumberLimit::plus));
        error = NumberLimit.plus(error, in.readLong());
        reduce();
    }
}
