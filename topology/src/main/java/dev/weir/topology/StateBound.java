package dev.weir.topology;

import dev.weir.schemas.Dimension;
import dev.weir.schemas.SpenderKey;
import dev.weir.schemas.Tile;
import dev.weir.schemas.View;
import dev.weir.topology.MonitoringConfig.ArrivalClock;
import dev.weir.topology.aggregate.Caps;
import dev.weir.topology.evaluation.EvaluationStores;
import dev.weir.topology.spend.HeavyHitters;
import dev.weir.topology.spend.SpenderCaps;
import java.time.Duration;
import java.util.List;

/**
 * The most that the topology's stores hold, as follows from the settings: names that are told apart, times windows within
 * retention, times bytes of a large entry. Uncompressed, before RocksDB's own overhead (about a tenth) and its
 * compression (about a half); all instances together hold it once, and once more for each standby. The ledger of scores is
 * not in it: for the series and for each view it holds {@link #SCORE_BYTES} a score that came within the retention of quality, however many there were.
 *
 * @param stores what each kind of store holds in all partitions together
 * @param duplicatesHeapBytes tables of remembered calls on the heap, of all source partitions together
 */
public record StateBound(List<Store> stores, long duplicatesHeapBytes) {

    /** Bytes of a large entry: hundreds of calls with every sketch; see {@link StateStores} for the usual ones. */
    static final int SERIES_WINDOW_BYTES = 2_000;

    static final int SPEND_WINDOW_BYTES = 80;
    static final int QUALITY_WINDOW_BYTES = 1_000;
    static final int NAME_BYTES = 60;
    static final int FINGERPRINT_BYTES = 6;
    static final int REFERENCE_BYTES = 100;
    public static final int SCORE_BYTES = 200;

    private static final int DAYS_OF_NAMES = 2;

    /**
     * One kind of store.
     *
     * @param entries at most
     * @param bytesEach of a large entry
     */
    public record Store(String name, long entries, int bytesEach) {

        public long bytes() {
            return Math.multiplyExact(entries, (long) bytesEach);
        }
    }

    public StateBound {
        stores = List.copyOf(stores);
    }

    /**
     * The bound under some settings; for recorded clocks too, as if the clock were a live one.
     *
     * @param needs what rules need: each view holds windows of its own
     */
    public static StateBound of(MonitoringConfig config, RuleDemands needs, int partitions) {
        CardinalityConfig caps = config.cardinality();
        long series = namesADay(caps.tenants(), caps.seriesPerTenant(), partitions);
        for (View view : config.views(needs).demanded()) {
            int groups = view.has(Dimension.TENANT) ? caps.tenants() : 1;
            series += namesADay(groups, caps.seriesPerTenant(), partitions);
        }
        long spenders = spendersADay(caps, partitions);
        long spendWindows = windows(config.hourRetention(), Tile.HOUR) + windows(config.dayRetention(), Tile.DAY);
        long seriesWindows = windows(config.minuteRetention(), Tile.MINUTE) + spendWindows;
        long qualityWindows = 0;
        for (Tile tile : Tile.values()) {
            qualityWindows += windows(config.qualityRetention(), tile);
        }
        long qualityDays = windows(config.qualityRetention(), Tile.DAY);
        long names = DAYS_OF_NAMES * (series + spenders) + qualityDays * series;
        return new StateBound(
                List.of(
                        new Store(StateStores.SERIES.windows(), series * seriesWindows, SERIES_WINDOW_BYTES),
                        new Store(StateStores.SPEND.windows(), spenders * spendWindows, SPEND_WINDOW_BYTES),
                        new Store(
                                "heaviest users beyond the cap",
                                partitions * (caps.tenants() + 1L) * spendWindows,
                                HeavyHitters.MOST_BYTES),
                        new Store(StateStores.QUALITY.windows(), series * qualityWindows, QUALITY_WINDOW_BYTES),
                        new Store("names told apart", names, NAME_BYTES),
                        new Store(
                                StateStores.FINGERPRINTS,
                                (long) config.duplicates().maxEntries() * partitions,
                                FINGERPRINT_BYTES),
                        evaluations(config, StateStores.EVALUATIONS_BY_SPAN, partitions),
                        evaluations(config, StateStores.EVALUATIONS_BY_RESPONSE, partitions)),
                partitions * config.duplicates().mostHeapBytes());
    }

    /** The calls that evaluations can find; they are in memory too. */
    private static Store evaluations(MonitoringConfig config, EvaluationStores stores, int partitions) {
        long calls = config.withClock(ArrivalClock.LIVE).findsCalls()
                ? (long) config.evaluations().maxCalls() * partitions
                : 0;
        return new Store(stores.memory(), calls, REFERENCE_BYTES);
    }

    /** Names of a day in all partitions: those told apart, one overflow for each group, and one for all others. */
    private static long namesADay(int groups, int keysPerGroup, int partitions) {
        long keysHere = Caps.most(keysPerGroup, partitions) / partitions;
        return partitions * (groups * keysHere + groups + 1);
    }

    /** The same of spenders, which have an overflow for each kind. Those that a budget names come on top. */
    private static long spendersADay(CardinalityConfig caps, int partitions) {
        long keysHere = Caps.most(caps.spendersPerTenant(), partitions) / partitions;
        long overflows = (caps.tenants() + 1L) * SpenderKey.Kind.values().length;
        return partitions * ((long) caps.tenants() * SpenderCaps.GROUPS * keysHere + overflows);
    }

    /** Windows of a tile that overlap a retention, the one under way among them. */
    private static long windows(Duration retention, Tile tile) {
        return (retention.toMillis() + tile.millis() - 1) / tile.millis() + 1;
    }

    /** Bytes of all stores together. */
    public long storeBytes() {
        return stores.stream().mapToLong(Store::bytes).reduce(0, Math::addExact);
    }
}
