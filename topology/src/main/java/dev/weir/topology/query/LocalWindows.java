package dev.weir.topology.query;

import dev.weir.topology.StateStores;
import dev.weir.topology.aggregate.WindowKey;
import dev.weir.topology.aggregate.WindowStores;
import dev.weir.topology.ingest.Counters;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * What this instance holds itself. Windows of a key and tile lie together in order of time, so a question costs one seek
 * a key and reads only the windows it is about.
 */
final class LocalWindows {

    private final KafkaStreams streams;
    private final int partitions;

    LocalWindows(KafkaStreams streams, int partitions) {
        this.streams = streams;
        this.partitions = partitions;
    }

    /** Partitions of a store that this instance holds as active. */
    Set<Integer> held(String store) {
        Set<Integer> held = new HashSet<>();
        streams.metadataForLocalThreads()
                .forEach(thread -> thread.activeTasks()
                        .forEach(task -> held.add(task.taskId().partition())));
        held.removeIf(partition -> partition >= partitions || !isOpen(store, partition));
        return held;
    }

    private boolean isOpen(String store, int partition) {
        try {
            bytes(store, partition);
            return true;
        } catch (InvalidStateStoreException e) {
            return false;
        }
    }

    List<StoredWindow> read(WindowStores stores, WindowRange range) {
        List<StoredWindow> found = new ArrayList<>();
        for (int partition : held(stores.windows())) {
            ReadOnlyKeyValueStore<byte[], byte[]> store = bytes(stores.windows(), partition);
            for (String key : keys(store)) {
                if (range.keys().test(key)) {
                    readKey(store, key, range, found);
                }
            }
        }
        return found;
    }

    /** The distinct keys that a kind of windows has. */
    Set<String> keys(WindowStores stores) {
        Set<String> keys = new HashSet<>();
        for (int partition : held(stores.windows())) {
            keys.addAll(keys(bytes(stores.windows(), partition)));
        }
        return keys;
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

    /** Counters of the tasks this instance holds, summed by name. */
    Map<String, Long> counters(String store) {
        Map<String, Long> sums = new TreeMap<>();
        for (int partition : held(store)) {
            ReadOnlyKeyValueStore<String, Long> counters = streams.store(
                    StoreQueryParameters.fromNameAndType(store, QueryableStoreTypes.<String, Long>keyValueStore())
                            .withPartition(partition));
            Counters.read(counters).forEach((name, count) -> sums.merge(name, count, Math::addExact));
        }
        return sums;
    }

    private ReadOnlyKeyValueStore<byte[], byte[]> bytes(String store, int partition) {
        return streams.store(
                StoreQueryParameters.fromNameAndType(store, QueryableStoreTypes.<byte[], byte[]>keyValueStore())
                        .withPartition(partition));
    }

    static List<String> counterStores() {
        return List.of(StateStores.INGEST_COUNTERS, StateStores.SCORE_COUNTERS, StateStores.QUALITY_COUNTERS);
    }
}
