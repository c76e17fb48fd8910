package dev.weir.topology.ingest;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Counters of one task that stand in a store, so that they are in the same transaction as what they count: after any
 * crash {@code read = counted + other spans + refused, by reason}.
 */
public final class Counters {

    /** Records read, end markers aside. */
    public static final String READ = "read";
    /** Records that count. */
    public static final String COUNTED = "counted";
    /** Spans that are no model invocation. */
    public static final String OTHER_SPANS = "other-spans";
    /** Calls taken for judging. */
    public static final String SAMPLED = "sampled";
    /** Calls whose time to first token cannot be right and is left out. */
    public static final String IMPOSSIBLE_TTFT = "impossible-ttft";
    /** Scores that came after their window was forgotten. */
    public static final String TOO_LATE = "too-late";
    /** Scores that replaced a former one. */
    public static final String REPLACED = "replaced";

    private static final String REFUSED = "refused/";

    private @Nullable KeyValueStore<String, Long> store;

    /** Builder of the store behind a step's counters. */
    public static StoreBuilder<KeyValueStore<String, Long>> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.Long())
                .withCachingEnabled();
    }

    public void open(ProcessorContext<?, ?> context, String name) {
        store = context.getStateStore(name);
    }

    public void add(String counter) {
        if (store == null) {
            throw new IllegalStateException("used before init");
        }
        Long before = store.get(counter);
        store.put(counter, before == null ? 1 : before + 1);
    }

    public void add(Rejection reason) {
        add(REFUSED + reason.wireName());
    }

    /** Every counter of a task, by name; refusals as {@code refused/REASON}. */
    public static Map<String, Long> read(ReadOnlyKeyValueStore<String, Long> store) {
        Map<String, Long> counts = new TreeMap<>();
        try (KeyValueIterator<String, Long> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<String, Long> entry = entries.next();
                counts.put(entry.key, entry.value);
            }
        }
        return counts;
    }
}
