package dev.weir.alerting;

import dev.weir.alerting.avro.AlertEntry;
import dev.weir.alerting.avro.SeriesState;
import dev.weir.alerting.avro.SpenderState;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The stores of the alerting topology. All are changelogged, as alerts have to survive a crash as they were. Values are Avro
 * records of the package {@code avro}, in Avro's single-object encoding: 10 bytes that name the schema, then the record.
 *
 * <p>{@link #SERIES_HISTORIES}: key source, tile and key of the view; value the newest window read and what rules have
 * learnt; 40 bytes and up to 8 bytes per window of a detector's baseline (about 1.5 kB per trend rule); one entry per
 * subject, tile and source that a rule watches; dropped when the subject has had no window for 35 days.
 *
 * <p>{@link #SPENDER_HISTORIES}: key spender; value the newest hour and up to 62 days of at most 52 bytes each; one entry for
 * each spender that a budget is about; dropped when nothing was spent for 62 days.
 *
 * <p>{@link #ALERT_STATES}: key alert id; value the state of the alert and what it is about, about 600 bytes; one entry per
 * rule and subject with an episode; dropped two days after the episode.
 */
public final class StateStores {

    /** How far each subject has been read, and what rules have learnt of it. */
    public static final String SERIES_HISTORIES = "series-histories";

    /** What each spender with a budget has spent lately. */
    public static final String SPENDER_HISTORIES = "spender-histories";

    /** Alerts that last, and for a while those that did. */
    public static final String ALERT_STATES = "alert-states";

    private StateStores() {}

    static StoreBuilder<KeyValueStore<String, SeriesState>> seriesHistories() {
        return store(SERIES_HISTORIES, StoredRecordSerde.of(SeriesState.getEncoder(), SeriesState.getDecoder()));
    }

    static StoreBuilder<KeyValueStore<String, SpenderState>> spenderHistories() {
        return store(SPENDER_HISTORIES, StoredRecordSerde.of(SpenderState.getEncoder(), SpenderState.getDecoder()));
    }

    static StoreBuilder<KeyValueStore<String, AlertEntry>> alertStates() {
        return store(ALERT_STATES, StoredRecordSerde.of(AlertEntry.getEncoder(), AlertEntry.getDecoder()));
    }

    private static <T> StoreBuilder<KeyValueStore<String, T>> store(String name, Serde<T> values) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), values);
    }
}
