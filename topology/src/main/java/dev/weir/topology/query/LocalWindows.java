package dev.weir.topology.query;

import dev.weir.schemas.Tile;
import dev.weir.topology.aggregate.RollupCoverage;
import dev.weir.topology.aggregate.WindowKey;
import dev.weir.topology.aggregate.WindowStores;
import dev.weir.topology.commit.Counters;
import dev.weir.topology.commit.Uncommitted;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
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
 *
 * <p>The active copy is the store that a started task works on, whatever Kafka Streams says: it would give away a store
 * that is not restored yet when the task alone was started again, and refuse one for as long as another task of the
 * thread is being restored. Every other copy has an age, or is not shown at all while it is being filled.
 */
final class LocalWindows {

    /** Stands for no window. */
    static final long NONE = -1;

    private final KafkaStreams streams;
    private final Uncommitted uncommitted;
    private final CopyAges ages;

    LocalWindows(KafkaStreams streams, Uncommitted uncommitted, CopyAges ages) {
        this.streams = streams;
        this.uncommitted = uncommitted;
        this.ages = ages;
    }

    /** One copy that this instance holds. */
    private record Copy(String store, int partition) {}

    /** Windows of a range, for those of the partitions that this instance holds a copy of. */
    List<Part<List<StoredWindow>>> read(WindowStores stores, Set<Integer> partitions, WindowRange range) {
        byte[] from = WindowKey.from(range.tile(), range.fromMillis());
        byte[] to = WindowKey.from(range.tile(), range.toMillis());
        return ofCopies(stores.windows(), partitions, copy -> {
            List<StoredWindow> found = new ArrayList<>();
            each(copy, from, to, (bytes, state) -> {
                WindowKey key = WindowKey.fromBytes(bytes);
                if (range.keys().test(key.key())) {
                    found.add(new StoredWindow(key, state));
                }
            });
            return found;
        });
    }

    /** The distinct keys that a kind of windows has: all of them have a day. */
    List<Part<Set<String>>> keys(WindowStores stores, Set<Integer> partitions) {
        byte[] from = WindowKey.from(Tile.DAY, Long.MIN_VALUE);
        byte[] to = WindowKey.from(Tile.DAY, Long.MAX_VALUE);
        return ofCopies(stores.windows(), partitions, copy -> {
            Set<String> keys = new HashSet<>();
            each(
                    copy,
                    from,
                    to,
                    (bytes, state) -> keys.add(WindowKey.fromBytes(bytes).key()));
            return keys;
        });
    }

    /** Since when each view is whole in a partition, by name; see {@link RollupCoverage}. */
    List<Part<Map<String, Long>>> views(WindowStores stores, Set<Integer> partitions) {
        return ofCopies(stores.windows(), partitions, copy -> {
            Map<String, Long> since = new TreeMap<>();
            each(
                    copy,
                    WindowStores.COVERAGE,
                    WindowStores.COVERAGE,
                    (key, coverage) ->
                            since.putAll(RollupCoverage.fromBytes(coverage).all()));
            return since;
        });
    }

    /** Start of the newest minute that has a window, in milliseconds; {@link #NONE} where there is none. */
    List<Part<Long>> newest(WindowStores stores, Set<Integer> partitions) {
        byte[] from = WindowKey.from(Tile.MINUTE, Long.MIN_VALUE);
        byte[] to = WindowKey.from(Tile.MINUTE, Long.MAX_VALUE);
        return ofCopies(stores.windows(), partitions, copy -> newest(copy, from, to));
    }

    private long newest(Copy copy, byte[] from, byte[] to) {
        try (KeyValueIterator<byte[], byte[]> entries = bytes(copy).reverseRange(from, to)) {
            Map<ByteBuffer, Optional<byte[]>> former = former(copy);
            while (entries.hasNext()) {
                KeyValue<byte[], byte[]> entry = entries.next();
                if (former.getOrDefault(ByteBuffer.wrap(entry.key), Optional.of(entry.value))
                        .isPresent()) {
                    return WindowKey.fromBytes(entry.key).startMillis();
                }
            }
            return NONE;
        }
    }

    private Map<ByteBuffer, Optional<byte[]>> former(Copy copy) {
        return uncommitted.of(copy.store, copy.partition).orElse(Map.of());
    }

    /** Counters by name. */
    List<Part<Map<String, Long>>> counters(String store, Set<Integer> partitions) {
        byte[] first = {0};
        byte[] last = {(byte) 0xFF};
        return ofCopies(store, partitions, copy -> {
            Map<String, Long> counts = new TreeMap<>();
            each(copy, first, last, (name, count) -> counts.put(Counters.name(name), Counters.count(count)));
            return counts;
        });
    }

    private <T> List<Part<T>> ofCopies(String store, Set<Integer> partitions, Function<Copy, T> read) {
        List<Part<T>> parts = new ArrayList<>();
        for (int partition : partitions) {
            Copy copy = new Copy(store, partition);
            boolean active = isActive(copy);
            OptionalLong age = active ? OptionalLong.of(0) : ages.millis(store, partition);
            if (age.isPresent()) {
                ifHere(read, copy)
                        // A task that ended meanwhile, or lately, may have left what was taken back.
                        .filter(value -> active ? isActive(copy) : !uncommitted.isSpoiled(store, partition))
                        .map(value -> new Part<>(partition, active ? 0 : Math.max(1, age.getAsLong()), value))
                        .ifPresent(parts::add);
            }
        }
        return parts;
    }

    private boolean isActive(Copy copy) {
        return uncommitted.of(copy.store, copy.partition).isPresent();
    }

    /** What a copy holds; empty when it is not here, which Kafka Streams says when it is read and not before. */
    private static <T> Optional<T> ifHere(Function<Copy, T> read, Copy copy) {
        try {
            return Optional.of(read.apply(copy));
        } catch (InvalidStateStoreException e) {
            return Optional.empty();
        }
    }

    /** Every committed entry in a range of keys. */
    private void each(Copy copy, byte[] from, byte[] to, BiConsumer<byte[], byte[]> each) {
        try (KeyValueIterator<byte[], byte[]> entries = bytes(copy).range(from, to)) {
            Map<ByteBuffer, Optional<byte[]>> former = former(copy);
            while (entries.hasNext()) {
                KeyValue<byte[], byte[]> entry = entries.next();
                former.getOrDefault(ByteBuffer.wrap(entry.key), Optional.of(entry.value))
                        .ifPresent(committed -> each.accept(entry.key, committed));
            }
        }
    }

    private ReadOnlyKeyValueStore<byte[], byte[]> bytes(Copy copy) {
        return streams.store(
                StoreQueryParameters.fromNameAndType(copy.store, QueryableStoreTypes.<byte[], byte[]>keyValueStore())
                        .withPartition(copy.partition)
                        .enableStaleStores());
    }
}
