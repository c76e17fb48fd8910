package dev.weir.topology.aggregate;

import dev.weir.schemas.Tile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Cardinality limit: the first keys of a day up to the caps are admitted for the whole day; all others share the overflow
 * key of their group.
 * Sums over a group stay exact. The set of a day only grows, so a key is in or out for the whole day whatever crashes.
 * About 100 bytes for each key and day; not thread-safe.
 */
final class Admission {

    private final Caps caps;
    private final int partition;
    private final int mostGroups;
    private final int mostKeys;
    private final Map<Long, Day> days = new HashMap<>();
    private final List<Admitted> news = new ArrayList<>();

    /** A key that was admitted to a day, start in milliseconds. */
    record Admitted(long day, String key) {}

    private static final class Day {
        private final Set<String> keys = new HashSet<>();
        private final Map<String, Map<String, Integer>> groupsByRollup = new HashMap<>();

        Map<String, Integer> groups(String rollup) {
            return groupsByRollup.computeIfAbsent(rollup, absent -> new HashMap<>());
        }
    }

    Admission(Caps caps, int partition, int partitions) {
        this.caps = caps;
        this.partition = partition;
        this.mostGroups = caps.groups();
        this.mostKeys = Caps.share(caps.keysPerGroup(), partitions);
    }

    /** The key under which a key is counted at a time: itself, or the overflow key of its group. */
    String keyFor(String key, long eventMillis) {
        long start = Tile.DAY.startOf(eventMillis);
        Day day = days.computeIfAbsent(start, absent -> new Day());
        if (day.keys.contains(key) || caps.always().test(key)) {
            return key;
        }
        Map<String, Integer> groups = day.groups(caps.rollupOf().apply(key));
        String group = caps.groupOf().apply(key);
        Integer members = groups.get(group);
        if (members == null && groups.size() >= mostGroups) {
            return caps.overflow().of(key, false, partition);
        }
        if (members != null && members >= mostKeys) {
            return caps.overflow().of(key, true, partition);
        }
        add(day.keys, key, groups, group);
        news.add(new Admitted(start, key));
        return key;
    }

    /** Admits what was admitted before. */
    void restore(Admitted admitted) {
        Day day = days.computeIfAbsent(admitted.day(), absent -> new Day());
        Map<String, Integer> groups = day.groups(caps.rollupOf().apply(admitted.key()));
        add(day.keys, admitted.key(), groups, caps.groupOf().apply(admitted.key()));
    }

    private static void add(Set<String> keys, String key, Map<String, Integer> groups, String group) {
        if (keys.add(key)) {
            groups.merge(group, 1, Integer::sum);
        }
    }

    /** Gives every key that was admitted since the last call. */
    void drain(BiConsumer<Long, String> each) {
        news.forEach(one -> each.accept(one.day(), one.key()));
        news.clear();
    }

    /** Forgets days that ended at or before a time, and says which. */
    List<Long> forget(long endedBy) {
        List<Long> forgotten = new ArrayList<>();
        for (Iterator<Long> each = days.keySet().iterator(); each.hasNext(); ) {
            long day = each.next();
            if (day + Tile.DAY.millis() <= endedBy) {
                forgotten.add(day);
                each.remove();
            }
        }
        return forgotten;
    }
}
