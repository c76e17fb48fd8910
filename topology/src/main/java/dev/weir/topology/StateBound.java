package dev.weir.topology;

import dev.weir.topology.MonitoringConfig.ArrivalClock;
import dev.weir.topology.aggregate.WindowBound;
import dev.weir.topology.aggregate.WindowKind;
import dev.weir.topology.aggregate.WindowStores;
import dev.weir.topology.evaluation.EvaluationStores;
import dev.weir.topology.ingest.CountedKind;
import java.util.ArrayList;
import java.util.List;

/**
 * The most that the topology's stores hold, as follows from the settings: keys within the cardinality limits, times windows within
 * retention, times bytes of a large entry. Uncompressed, before RocksDB's own overhead (about a tenth) and its
 * compression (about a half); all instances together hold it once, and once more for each standby. The ledger of scores is
 * not in it: for the series and for each view it holds {@link #SCORE_BYTES} a score that came within the retention of quality, however many there were.
 *
 * @param stores what each kind of store holds in all partitions together
 * @param duplicatesHeapBytes tables of remembered calls on the heap, of all source partitions together
 */
public record StateBound(List<Store> stores, long duplicatesHeapBytes) {

    static final int NAME_BYTES = 60;
    static final int FINGERPRINT_BYTES = 6;
    static final int REFERENCE_BYTES = 100;
    public static final int SCORE_BYTES = 200;

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
     * @param demands what rules demand: each view holds windows of its own
     */
    public static StateBound of(MonitoringConfig config, RuleDemands demands, int partitions) {
        MonitoringConfig live = config.withClock(ArrivalClock.LIVE);
        List<Store> stores = new ArrayList<>();
        long names = 0;
        for (CountedKind<?> counted : Kinds.of(live, demands).all()) {
            WindowKind<?> kind = counted.windows();
            WindowBound bound = kind.bound();
            long keys = kind.mostKeysADay(partitions);
            stores.add(new Store(WindowStores.of(kind.name()).windows(), keys * kind.windowsOfAKey(), bound.bytes()));
            WindowBound.More more = bound.more();
            if (more != null) {
                stores.add(new Store(more.name(), partitions * more.keys() * kind.windowsOfAKey(), more.bytes()));
            }
            names += kind.daysOfKeys() * keys;
        }
        stores.add(new Store("admitted keys", names, NAME_BYTES));
        stores.add(new Store(
                StateStores.FINGERPRINTS, (long) config.duplicates().maxEntries() * partitions, FINGERPRINT_BYTES));
        stores.add(evaluations(live, StateStores.EVALUATIONS_BY_SPAN, partitions));
        stores.add(evaluations(live, StateStores.EVALUATIONS_BY_RESPONSE, partitions));
        return new StateBound(stores, partitions * config.duplicates().mostHeapBytes());
    }

    /** The calls that evaluations can find; they are in memory too. */
    private static Store evaluations(MonitoringConfig config, EvaluationStores stores, int partitions) {
        long calls = config.findsCalls() ? (long) config.evaluations().maxCalls() * partitions : 0;
        return new Store(stores.memory(), calls, REFERENCE_BYTES);
    }

    /** Bytes of all stores together. */
    public long storeBytes() {
        return stores.stream().mapToLong(Store::bytes).reduce(0, Math::addExact);
    }
}
