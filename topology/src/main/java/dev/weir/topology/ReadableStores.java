package dev.weir.topology;

import dev.weir.topology.aggregate.WindowStores;
import dev.weir.topology.commit.Uncommitted;
import java.util.ArrayList;
import java.util.List;

/**
 * What readers of the stores of a topology need to know of them.
 *
 * @param uncommitted what the stores of this process held before the commits under way
 * @param windows of every kind of windows
 * @param counters stores of counters, in the order of the flow
 */
public record ReadableStores(Uncommitted uncommitted, List<WindowStores> windows, List<String> counters) {

    public ReadableStores {
        windows = List.copyOf(windows);
        counters = List.copyOf(counters);
    }

    static ReadableStores of(Uncommitted uncommitted, Kinds kinds, ForeignEvaluations evaluations) {
        List<String> counters = new ArrayList<>(List.of(StateStores.INGEST_COUNTERS, StateStores.SCORE_COUNTERS));
        counters.addAll(kinds.counterStores());
        counters.addAll(evaluations.counterStores());
        return new ReadableStores(uncommitted, kinds.stores(), counters);
    }
}
