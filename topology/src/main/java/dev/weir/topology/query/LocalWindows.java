package dev.weir.topology.query;

import dev.weir.topology.StateStores;
import dev.weir.topology.aggregate.WindowKey;
import dev.weir.topology.aggregate.WindowStores;
import dev.weir.topology.ingest.Counters;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this instance holds itself. Windows of a key and tile lie together in order of time, so a question costs one seek
 * a key and reads only the windows it is about.
 */
final class LocalWindows {

    private static final Logger LOG = LoggerFactory.getLogger(LocalWindows.class);
    private static final long ACTIVE = -1;

    private final KafkaStreams streams;
    private final CopyAges ages;

    LocalWindows(KafkaStreams streams, CopyAges ages) {
        this.streams = streams;
        this.ages = ages;
    }

    /** Windows of a range, for those of the partitions that this instance holds a copy of. */
    List<Part<List<StoredWindow>>> read(WindowStores stores, Set<Integer> partitions, WindowRange range) {
        return each(stores.windows(), partitions, (ReadOnlyKeyValueStore<byte[], byte[]> store) -> {
            List<StoredWindow> found = new ArrayList<>();
            for (String key : keys(store)) {
                if (range.keys().test(key)) {
                    readKey(store, key, range, found);
                }
            }
            return found;
        });
    }

    /** The distinct keys that a kind of windows has. */
    List<Part<List<String>>> keys(WindowStores stores, Set<Integer> partitions) {
        return each(stores.windows(), partitions, (ReadOnlyKeyValueStore<byte[], byte[]> store) -> keys(store));
    }

    /** Counters by name. */
    List<Part<Map<String, Long>>> counters(String store, Set<Integer> partitions) {
        return each(store, partitions, (ReadOnlyKeyValueStore<String, Long> counters) -> Counters.read(counters));
    }

    private <K, V, T> List<Part<T>> each(
            String store, Set<Integer> partitions, Function<ReadOnlyKeyValueStore<K, V>, T> read) {
        List<Part<T>> parts = new ArrayList<>();
        for (int partition : partitions) {
            try {
                OptionalLong age = age(store, partition);
                if (age.isPresent()) {
                    boolean active = age.getAsLong() == ACTIVE;
                    parts.add(new Part<>(
                            partition,
                            active ? 0 : Math.max(1, age.getAsLong()),
                            read.apply(LocalWindows.<K, V>open(streams, store, partition, !active))));
                }
            } catch (InvalidStateStoreException e) {
                // It has moved on while it was read; another instance has it or will.
                LOG.atDebug()
                        .addKeyValue("store", store)
                        .addKeyValue("partition", partition)
                        .log("copy moved while it was read");
            }
        }
        return parts;
    }

    /** {@link #ACTIVE}, or the age of another copy; empty when this instance has none that can be read. */
    private OptionalLong age(String store, int partition) {
        if (!ages.isRestoring(store, partition) && isOpen(store, partition)) {
            return OptionalLong.of(ACTIVE);
        }
        return ages.millis(store, partition);
    }

    private boolean isOpen(String store, int partition) {
        try {
            open(streams, store, partition, false);
            return true;
        } catch (InvalidStateStoreException e) {
            return false;
        }
    }

    private static <K, V> ReadOnlyKeyValueStore<K, V> open(
            KafkaStreams streams, String store, int partition, boolean anyCopy) {
        StoreQueryParameters<ReadOnlyKeyValueStore<K, V>> parameters = StoreQueryParameters.fromNameAndType(
                        store, QueryableStoreTypes.<K, V>keyValueStore())
                .withPartition(partition);
        return streams.store(anyCopy ? parameters.enableStaleStores() : parameters);
    }

    private static void readKey(
            ReadOnlyKeyValueStore<byte[], byte[]> store, String key, WindowRange range, List<StoredWindow> found) {
        byte[] from = new WindowKey(key, range.tile(), range.fromMillis()).toBytes();
        byte[] to = new WindowKey(key, range.tile(), range.toMillis() - 1).toBytes();
        if (range.fromMillis() >= range.toMillis()) {
            return;
        }
        try (KeyValueIterator<byte[], byte[]> windows = store.range(from, to)) {
            while (windows.hasNext()) {
                KeyValue<byte[], byte[]> entry = windows.next();
                found.add(new StoredWindow(WindowKey.fromBytes(entry.key), entry.value));
            }
        }
    }

    private static List<String> keys(ReadOnlyKeyValueStore<byte[], byte[]> store) {
        List<String> keys = new ArrayList<>();
        byte[] last = new byte[1024];
        Arrays.fill(last, (byte) 0xFF);
        byte[] from = {0};
        while (true) {
            try (KeyValueIterator<byte[], byte[]> rest = store.range(from, last)) {
                if (!rest.hasNext()) {
                    return keys;
                }
                String key = WindowKey.fromBytes(rest.next().key).key();
                keys.add(key);
                from = afterAllWindowsOf(key);
            }
        }
    }

    /** Windows of a key start with it and a zero byte; a one byte in its place sorts behind them all. */
    private static byte[] afterAllWindowsOf(String key) {
        byte[] bytes = (key + '\u0001').getBytes(StandardCharsets.UTF_8);
        return bytes;
    }

    static List<String> counterStores() {
        return List.of(StateStores.INGEST_COUNTERS, StateStores.SCORE_COUNTERS, StateStores.QUALITY_COUNTERS);
    }
}
