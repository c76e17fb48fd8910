package dev.weir.topology.aggregate;

import java.util.List;
import java.util.function.Function;

/**
 * Coarser keys that every partial is counted under too. Each rollup has one coarser key for each key, and windows of that key
 * are the exact sum of the windows of its keys.
 *
 * @param names of the rollups; say which of them a source task counts
 * @param keysOf the coarser keys of a key, one for each name and in the same order; asked once for each key that a task
 *     remembers
 */
public record Rollups(List<String> names, Function<String, List<String>> keysOf) {

    /** None. */
    public static final Rollups NONE = new Rollups(List.of(), key -> List.of());

    public Rollups {
        names = List.copyOf(names);
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return names.isEmpty();
    }
}
