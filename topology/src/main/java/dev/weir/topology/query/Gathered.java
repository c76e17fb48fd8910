package dev.weir.topology.query;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What all instances together answered, one copy of each partition.
 *
 * @param missing partitions of which no reachable instance holds a copy; empty when the answer is whole
 * @param staleMillis age of the oldest copy that was used; 0 when all were active ones
 */
record Gathered<T>(T value, Set<Integer> missing, long staleMillis) {

    Gathered {
        missing = new TreeSet<>(missing);
    }

    <R> Gathered<R> map(Function<T, R> to) {
        return new Gathered<>(to.apply(value), missing, staleMillis);
    }
}
