package dev.weir.topology.query;

import java.util.Set;
import java.util.TreeSet;

/**
 * What all instances together answered.
 *
 * @param missing partitions that no reachable instance holds; empty when the answer is whole
 */
record Gathered<T>(T value, Set<Integer> missing) {

    Gathered {
        missing = new TreeSet<>(missing);
    }
}
