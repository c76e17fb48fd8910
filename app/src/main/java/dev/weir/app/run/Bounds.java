package dev.weir.app.run;

import dev.weir.alerting.rules.RuleSet;
import dev.weir.app.config.WeirConfig;
import dev.weir.topology.StateBound;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a configuration can cost at most on disk and in memory, in words; the arithmetic is {@link StateBound}'s. */
public final class Bounds {

    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB", "PB", "EB"};

    private Bounds() {}

    /**
     * One line each: stores, the sum, memory outside the heap, and tables on the heap.
     *
     * @param rules demand views, which have windows of their own
     */
    public static List<String> lines(WeirConfig config, RuleSet rules) {
        StateBound bound = StateBound.of(
                config.topology(), Demands.of(rules), config.topics().partitions());
        List<String> lines = new ArrayList<>();
        for (StateBound.Store store : bound.stores()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "state, at most: %s: %,d entries of %,d B, %s",
                    store.name(),
                    store.entries(),
                    store.bytesEach(),
                    size(store.bytes())));
        }
        lines.add(
                "state, at most: " + size(bound.storeBytes()) + " in all instances together, as much again for each of "
                        + config.kafka().placedStandbys() + " standbys, and " + StateBound.SCORE_BYTES
                        + " B for each score within topology.quality_retention");
        lines.add(
                "that is when every day has as many tenants, series and spenders as topology.cardinality lets in, all of"
                        + " them busy in every minute for topology.minute_retention, hour_retention and day_retention; what is"
                        + " stored grows with the series that there are, and a lower limit or retention lowers the bound");
        lines.add("memory outside the heap for all stores of this process: "
                + size(config.storage().rocksdbMemoryMb() * 1_048_576L));
        lines.add("heap for calls that are remembered, at most: " + size(bound.duplicatesHeapBytes())
                + " in all instances together");
        return lines;
    }

    /** A size with two digits of precision or more, in units of 1,000. */
    static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1_000) {
            value /= 1_000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || value >= 100 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
    }
}
