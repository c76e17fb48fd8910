package dev.weir.alerting;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The stores of the alerting topology. All are changelogged, as alerts have to survive a crash as they were.
 *
 * <p>{@link #SERIES_HISTORIES}: key source, tile and series; value the newest window read and the detectors of trend
 * rules; 20 bytes and up to 8 bytes per window of a detector's baseline (about 1.5 kB per trend rule); one entry per series,
 * tile and source; dropped when the series has had no window for 35 days.
 *
 * <p>{@link #SPENDER_HISTORIES}: key spender; value the newest hour and up to 62 days of 52 bytes each; one entry for each spender
 * that a budget is about; dropped when nothing was spent for 62 days.
 *
 * <p>{@link #ALERT_STATES}: key alert id; value the state of the alert and what it claims, about 600 bytes; one entry per
 * rule and series with an episode; dropped two days after the episode.
 */
public final class StateStores {

    /** How far each series has been read, and what its detectors know. */
    public static final String SERIES_HISTORIES = "series-histories";

    /** What each spender with a budget has spent lately. */
    public static final String SPENDER_HISTORIES = "spender-histories";

    /** Alerts that last, and for a while those that did. */
    public static final String ALERT_STATES = "alert-states";

    private StateStores() {}

    static StoreBuilder<KeyValueStore<String, byte[]>> seriesHistories() {
        return store(SERIES_HISTORIES);
    }

    static StoreBuilder<KeyValueStore<String, byte[]>> spenderHistories() {
        return store(SPENDER_HISTORIES);
    }

    static StoreBuilder<KeyValueStore<String, byte[]>> alertStates() {
        return store(ALERT_STATES);
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray());
    }
}
