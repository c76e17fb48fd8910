package dev.weir.topology.aggregate;

import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Since when each rollup has been counted without a gap, in event time, for each source task. A rollup that was added to a
 * running application misses what was counted before; one that was removed and added again misses what lies between. Only
 * a window that starts later is the exact sum of the windows of its keys.
 *
 * <p>Some sources are awaited: while such a one is unknown, nothing is known. Of the others only those that are known
 * count. A source that is known for the first time has counted nothing before, so it counts its rollups since ever. Some tens of
 * bytes for each source and rollup; not thread-safe.
 */
public final class RollupCoverage {

    /** Counted since the source's first record. */
    public static final long ALWAYS = Long.MIN_VALUE;

    private static final int VERSION = 1;

    private final int awaited;
    private final Map<Integer, Map<String, Long>> bySource = new TreeMap<>();

    /** @param awaited sources {@code 0} to {@code awaited - 1} have to be known */
    public RollupCoverage(int awaited) {
        this.awaited = awaited;
    }

    /**
     * Takes note of what a source counts.
     *
     * @param since everything of a later event time was counted with these rollups; {@link Long#MAX_VALUE} while unknown
     * @return whether anything changed
     */
    boolean observe(int source, List<String> rollups, long since) {
        Map<String, Long> known = bySource.get(source);
        Map<String, Long> now = new TreeMap<>();
        for (String rollup : rollups) {
            Long before = known == null ? Long.valueOf(ALWAYS) : known.get(rollup);
            if (before != null) {
                now.put(rollup, before);
            } else if (since != Long.MAX_VALUE) {
                now.put(rollup, since);
            }
        }
        if (now.equals(known)) {
            return false;
        }
        bySource.put(source, now);
        return true;
    }

    /**
     * The event time after which everything has been counted under a rollup, by every source; {@link #ALWAYS} where
     * nothing is missing. Empty where it is not counted, or nothing is known yet.
     */
    public OptionalLong since(String rollup) {
        long latest = ALWAYS;
        for (int source = 0; source < awaited; source++) {
            if (!bySource.containsKey(source)) {
                return OptionalLong.empty();
            }
        }
        for (Map<String, Long> rollups : bySource.values()) {
            Long since = rollups.get(rollup);
            if (since == null) {
                return OptionalLong.empty();
            }
            latest = Math.max(latest, since);
        }
        return OptionalLong.of(latest);
    }

    /** The same for every rollup that some source counts. */
    public Map<String, Long> all() {
        Map<String, Long> all = new HashMap<>();
        for (Map<String, Long> rollups : bySource.values()) {
            for (String rollup : rollups.keySet()) {
                since(rollup).ifPresent(since -> all.put(rollup, since));
            }
        }
        return all;
    }

    public byte[] toBytes() {
        WireWriter out = new WireWriter().writeByte(VERSION).writeLong(awaited).writeLong(bySource.size());
        bySource.forEach((source, rollups) -> {
            out.writeLong(source).writeLong(rollups.size());
            rollups.forEach((rollup, since) -> out.writeString(rollup).writeLong(since));
        });
        return out.toBytes();
    }

    /** Coverage as it was written. */
    public static RollupCoverage fromBytes(byte[] bytes) {
        WireReader in = new WireReader(bytes);
        in.readVersion(VERSION);
        RollupCoverage coverage = new RollupCoverage(in.readInt());
        for (int sources = in.readInt(); sources > 0; sources--) {
            int source = in.readInt();
            Map<String, Long> rollups = new TreeMap<>();
            for (int names = in.readInt(); names > 0; names--) {
                rollups.put(in.readString(), in.readLong());
            }
            coverage.bySource.put(source, rollups);
        }
        return coverage;
    }
}
