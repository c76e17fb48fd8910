package dev.weir.topology.view;

import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.View;
import dev.weir.topology.aggregate.Rollups;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Views that calls are counted under beside their series. The series is always counted and never among them. A view costs a
 * merge for each series and minute of a commit, and the windows of its keys.
 *
 * @param demanded coarsest first
 */
public record Views(SortedSet<View> demanded) {

    /** None: only the series are counted. */
    public static final Views NONE = new Views(Collections.emptySortedSet());

    public Views {
        SortedSet<View> copy = new TreeSet<>(demanded);
        copy.remove(View.SERIES);
        demanded = Collections.unmodifiableSortedSet(copy);
    }

    public static Views of(Collection<View> views) {
        return new Views(new TreeSet<>(views));
    }

    /** These and others. */
    public Views and(Views others) {
        SortedSet<View> both = new TreeSet<>(demanded);
        both.addAll(others.demanded);
        return new Views(both);
    }

    /** The keys of a series in each view, in the order of the views. */
    public List<SeriesKey> keysOf(SeriesKey series) {
        List<SeriesKey> keys = new ArrayList<>(demanded.size());
        demanded.forEach(view -> keys.add(series.in(view)));
        return keys;
    }

    /** The same for the engine: by name, and for keys in their text form. */
    public Rollups rollups() {
        return demanded.isEmpty()
                ? Rollups.NONE
                : new Rollups(
                        demanded.stream().map(View::wireName).toList(),
                        series -> keysOf(SeriesKey.parse(series)).stream()
                                .map(SeriesKey::text)
                                .toList());
    }
}
