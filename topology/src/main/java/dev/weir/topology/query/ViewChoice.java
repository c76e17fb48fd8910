package dev.weir.topology.query;

import dev.weir.schemas.Dimension;
import dev.weir.schemas.View;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which windows answer a question: those of the coarsest view that has every dimension the question names, where that is whole
 * over the question's range; else those of the series, which are merged. Below the cardinality limits both give the same numbers;
 * a view is read faster.
 */
final class ViewChoice {

    /** How an answer names the finest view. */
    static final String SERIES = "series";

    private ViewChoice() {}

    /**
     * The view to read.
     *
     * @param named dimensions that the question groups or filters by
     * @param from start of the earliest window that is read, milliseconds since the epoch
     * @param since for each kind of window that is read, since when each view is whole, by name; a window that starts later
     *     is
     */
    static View of(Set<Dimension> named, long from, Collection<Map<String, Long>> since) {
        return since.stream()
                .flatMap(views -> views.keySet().stream())
                .distinct()
                .map(View::parse)
                .filter(view -> view.dimensions().containsAll(named))
                .filter(view -> since.stream().allMatch(views -> isWhole(view, from, views)))
                .sorted()
                .findFirst()
                .orElse(View.SERIES);
    }

    private static boolean isWhole(View view, long from, Map<String, Long> since) {
        Long whole = since.get(view.wireName());
        return whole != null && whole < from;
    }

    /** Since when each view is whole in all partitions: the latest of their times; none where a partition does not count it. */
    static Map<String, Long> inAll(List<Map<String, Long>> partitions) {
        Map<String, Long> all = new HashMap<>();
        if (!partitions.isEmpty()) {
            for (String view : partitions.get(0).keySet()) {
                if (partitions.stream().allMatch(partition -> partition.containsKey(view))) {
                    all.put(
                            view,
                            partitions.stream()
                                    .mapToLong(partition -> partition.getOrDefault(view, Long.MAX_VALUE))
                                    .max()
                                    .orElse(Long.MAX_VALUE));
                }
            }
        }
        return all;
    }

    /** How an answer names a view. */
    static String name(View view) {
        return view.isSeries() ? SERIES : view.wireName();
    }
}
