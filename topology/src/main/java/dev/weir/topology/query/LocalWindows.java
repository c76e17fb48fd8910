package dev.weir.topology.query;

import dev.weir.schemas.Tile;
import dev.weir.topology.StateStores;
import dev.weir.topology.aggregate.Uncommitted;
import dev.weir.topology.aggregate.WindowKey;
import dev.weir.topology.aggregate.WindowStores;
import dev.weir.topology.ingest.Counters;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * What this instance holds itself, as of the last commit. The windows of a tile lie together in order of time, so a
 * question reads the windows of its range, of all keys, and no others.
 */
final class LocalWindows {

    private final KafkaStreams streams;
    private final Uncommitted uncommitted;
    private final int partitions;

    LocalWindows(KafkaStreams streams, Uncommitted uncommitted, int partitions) {
        this.streams = streams;
        this.uncommitted = uncommitted;
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
        byte[] from = WindowKey.from(range.tile(), range.fromMillis());
        byte[] to = WindowKey.from(range.tile(), range.toMillis());
        for (int partition : held(stores.windows())) {
            each(stores.windows(), partition, from, to, (bytes, state) -> {
                WindowKey key = WindowKey.fromBytes(bytes);
                if (range.keys().test(key.key())) {
                    found.add(new StoredWindow(key, state));
                }
            });
        }
        return found;
    }

    /** The distinct keys that a kind of windows has: all of them have a day. */
    Set<String> keys(WindowStores stores) {
        Set<String> keys = new HashSet<>();
        byte[] from = WindowKey.from(Tile.DAY, Long.MIN_VALUE);
        byte[] to = WindowKey.from(Tile.DAY, Long.MAX_VALUE);
        for (int partition : held(stores.windows())) {
            each(
                    stores.windows(),
                    partition,
                    from,
                    to,
                    (bytes, state) -> keys.add(WindowKey.fromBytes(bytes).key()));
        }
        return keys;
    }

    /** Every committed entry in a range of keys. */
    private void each(String store, int partition, byte[] from, byte[] to, BiConsumer<byte[], byte[]> each) {
        try (KeyValueIterator<byte[], byte[]> entries = bytes(store, partition).range(from, to)) {
            Map<ByteBuffer, Optional<byte[]>> former = uncommitted.of(store, partition);
            while (entries.hasNext()) {
                KeyValue<byte[], byte[]> entry = entries.next();
                former.getOrDefault(ByteBuffer.wrap(entry.key), Optional.of(entry.value))
                        .ifPresent(committed -> each.accept(entry.key, committed));
            }
        }
    }

    /** Counters of the tasks this instance holds, summed by name. */
    Map<String, Long> counters(String store) {
        Map<String, Long> sums = new TreeMap<>();
        byte[] first = {0};
        byte[] last = {(byte) 0xFF};
        for (int partition : held(store)) {
            each(
                    store,
                    partition,
                    first,
                    last,
                    (name, count) -> sums.merge(Counters.name(name), Counters.count(count), Math::addExact));
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
