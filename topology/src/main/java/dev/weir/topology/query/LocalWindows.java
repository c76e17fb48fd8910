package dev.weir.topology.query;

import dev.weir.schemas.Tile;
import dev.weir.topology.aggregate.RollupCoverage;
import dev.weir.topology.aggregate.WindowKey;
import dev.weir.topology.aggregate.WindowState;
import dev.weir.topology.aggregate.WindowStores;
import dev.weir.topology.aggregate.WindowStores.Unmerged;
import dev.weir.topology.commit.Counters;
import dev.weir.topology.commit.DamagedStores;
import dev.weir.topology.commit.Uncommitted;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

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
    private final DamagedStores damaged;
    private final Clock clock;

    LocalWindows(KafkaStreams streams, Uncommitted uncommitted, CopyAges ages, DamagedStores damaged, Clock clock) {
        this.streams = streams;
        this.uncommitted = uncommitted;
        this.ages = ages;
        this.damaged = damaged;
        this.clock = clock;
    }

    /** One copy that this instance holds. */
    private record Copy(String store, int partition) {}

    /** Windows of a range, for those of the partitions that this instance holds a copy of. */
    List<Part<List<StoredWindow>>> read(WindowStores stores, Set<Integer> partitions, WindowRange range) {
        uncommitted.readers().read(clock.millis());
        return ofCopies(stores.windows(), partitions, copy -> read(copy, range));
    }

    /**
     * Windows of the finest tile that a longer one may not hold yet are given as further windows of the longer one. Whether
     * one does hold them says its own state, so it does not matter that commits come between the reads; only the first of
     * them has to be the one that says where to look.
     */
    private List<StoredWindow> read(Copy copy, WindowRange range) {
        Unmerged unmerged = range.tile() == Tile.MINUTE ? null : unmerged(copy); // no tile is shorter
        List<StoredWindow> found = stored(copy, range);
        if (unmerged == null || unmerged.finest().compareTo(range.tile()) >= 0) {
            return found;
        }
        Map<WindowKey, Long> mergedUntil = new HashMap<>();
        found.forEach(window -> mergedUntil.put(window.key(), WindowState.mergedUntil(window.state())));
        for (StoredWindow part : stored(copy, range.within(unmerged.finest(), unmerged.from()))) {
            WindowKey longer = new WindowKey(
                    part.key().key(),
                    range.tile(),
                    range.tile().startOf(part.key().startMillis()));
            if (part.key().startMillis() >= mergedUntil.getOrDefault(longer, Long.MIN_VALUE)) {
                found.add(new StoredWindow(longer, part.state()));
            }
        }
        return found;
    }

    private List<StoredWindow> stored(Copy copy, WindowRange range) {
        byte[] from = WindowKey.from(range.tile(), range.fromMillis());
        byte[] to = WindowKey.from(range.tile(), range.toMillis());
        Predicate<String> keys = range.keys();
        List<StoredWindow> found = new ArrayList<>();
        each(copy, from, to, (bytes, state) -> {
            WindowKey key = WindowKey.fromBytes(bytes);
            if (keys.test(key.key())) {
                found.add(new StoredWindow(key, state));
            }
        });
        return found;
    }

    private @Nullable Unmerged unmerged(Copy copy) {
        List<Unmerged> found = new ArrayList<>();
        each(copy, WindowStores.UNMERGED, WindowStores.UNMERGED, (key, bytes) -> found.add(Unmerged.fromBytes(bytes)));
        return found.isEmpty() ? null : found.get(0);
    }

    /** The distinct keys that a kind of windows has: each has a day, or windows that are not in it yet. */
    List<Part<Set<String>>> keys(WindowStores stores, Set<Integer> partitions) {
        return ofCopies(stores.windows(), partitions, copy -> {
            Set<String> keys = new HashSet<>();
            Unmerged unmerged = unmerged(copy);
            if (unmerged != null) {
                eachKey(copy, unmerged.finest(), unmerged.from(), keys::add);
            }
            eachKey(copy, Tile.DAY, Long.MIN_VALUE, keys::add);
            return keys;
        });
    }

    private void eachKey(Copy copy, Tile tile, long fromMillis, Consumer<String> each) {
        byte[] from = WindowKey.from(tile, fromMillis);
        byte[] to = WindowKey.from(tile, Long.MAX_VALUE);
        each(
                copy,
                from,
                to,
                (bytes, state) -> each.accept(WindowKey.fromBytes(bytes).key()));
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

    /**
     * What a copy holds; empty when it is not here, which Kafka Streams says when it is read and not before, and when a
     * block was wrong meanwhile, which may have been one of it.
     */
    private <T> Optional<T> ifHere(Function<Copy, T> read, Copy copy) {
        try {
            long before = damaged.badBlocks();
            T value = read.apply(copy);
            return damaged.badBlocks() == before ? Optional.of(value) : Optional.empty();
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
