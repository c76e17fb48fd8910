package dev.weir.topology.aggregate;

import dev.weir.schemas.Tile;
import dev.weir.topology.commit.Uncommitted;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What one kind of windows is kept in: a store of the windows and, behind them, of the books (frontiers, windows that wait for
 * a correction, keys that were admitted), and the hook that writes both. The store is persistent, changelogged with compaction
 * and not cached, for it is written once a commit. It is one store, because a commit costs the broker as much for each
 * changelog that it touches as for what it writes there.
 *
 * @param windows key: window key bytes; value: window state; two more entries say since when rollups are counted, and which
 *     windows of the finest tile are not merged into the longer ones yet; books: kind of entry and its own key
 * @param hook holds nothing
 */
public record WindowStores(String windows, String hook) {

    /** First byte of the keys of books: behind every tile, before the entries that readers know. */
    private static final byte BOOKS = Byte.MAX_VALUE - 1;

    /** Key of the {@link RollupCoverage} among the windows, behind all of them; so a reader sees both as of one commit. */
    public static final byte[] COVERAGE = {Byte.MAX_VALUE};

    /** Key of {@link Unmerged} among the windows, behind all of them. */
    public static final byte[] UNMERGED = {Byte.MAX_VALUE, 1};

    /**
     * Which windows of the finest tile the longer tiles may not hold yet; there where the longer tiles get them when they close.
     *
     * @param from those that start at this time or later, milliseconds since the epoch
     */
    public record Unmerged(Tile finest, long from) {

        byte[] toBytes() {
            return new WireWriter()
                    .writeString(finest.wireName())
                    .writeSortableLong(from)
                    .toBytes();
        }

        /** As it was written. */
        public static Unmerged fromBytes(byte[] bytes) {
            WireReader in = new WireReader(bytes);
            return new Unmerged(Tile.ofWireName(in.readString()), in.readSortableLong());
        }
    }

    /** The stores of a kind. */
    public static WindowStores of(String kind) {
        return new WindowStores(kind + "-windows", kind + "-commit");
    }

    Books books(ProcessorContext<?, ?> context) {
        return new Books(context.getStateStore(windows));
    }

    WindowStorage open(ProcessorContext<?, ?> context, Books keptIn, Uncommitted.Writer uncommitted) {
        return new StoreStorage(context.getStateStore(windows), keptIn, uncommitted);
    }

    /** The books of one task. */
    record Books(KeyValueStore<byte[], byte[]> store) {

        private static final byte[] PRESENT = {1};
        private static final byte FRONTIERS = 0;
        private static final byte WAITING = 1;
        private static final byte ADMITTED = 2;
        private static final int DAY_END = 1 + 1 + Long.BYTES;

        Frontiers frontiers(int sourcePartitions) {
            byte[] bytes = store.get(new byte[] {BOOKS, FRONTIERS});
            return bytes == null ? new Frontiers(sourcePartitions) : Frontiers.fromBytes(bytes, sourcePartitions);
        }

        void putFrontiers(Frontiers value) {
            store.put(new byte[] {BOOKS, FRONTIERS}, value.toBytes());
        }

        void putAdmitted(long day, String key) {
            store.put(
                    admitted(day).writeRaw(key.getBytes(StandardCharsets.UTF_8)).toBytes(), PRESENT);
        }

        void eachAdmitted(BiConsumer<Long, String> each) {
            for (byte[] key : keys(new byte[] {BOOKS, ADMITTED}, new byte[] {BOOKS, ADMITTED + 1})) {
                WireReader in = new WireReader(key);
                in.readByte();
                in.readByte();
                each.accept(
                        in.readSortableLong(), new String(key, DAY_END, key.length - DAY_END, StandardCharsets.UTF_8));
            }
        }

        void forgetAdmitted(long day) {
            byte[] from = admitted(day).toBytes();
            byte[] to = admitted(day + 1).toBytes();
            keys(from, to).forEach(store::delete);
        }

        private static WireWriter admitted(long day) {
            return new WireWriter(64).writeByte(BOOKS).writeByte(ADMITTED).writeSortableLong(day);
        }

        void putWaiting(byte[] windowKey) {
            store.put(waiting(windowKey), PRESENT);
        }

        void deleteWaiting(byte[] windowKey) {
            store.delete(waiting(windowKey));
        }

        List<byte[]> waiting() {
            return keys(new byte[] {BOOKS, WAITING}, new byte[] {BOOKS, WAITING + 1}).stream()
                    .map(key -> Arrays.copyOfRange(key, 2, key.length))
                    .toList();
        }

        private static byte[] waiting(byte[] windowKey) {
            return new WireWriter(64)
                    .writeByte(BOOKS)
                    .writeByte(WAITING)
                    .writeRaw(windowKey)
                    .toBytes();
        }

        private List<byte[]> keys(byte[] from, byte[] to) {
            List<byte[]> keys = new ArrayList<>();
            try (KeyValueIterator<byte[], byte[]> entries = store.range(from, to)) {
                entries.forEachRemaining(entry -> keys.add(entry.key));
            }
            return keys;
        }
    }

    private record StoreStorage(KeyValueStore<byte[], byte[]> windows, Books books, Uncommitted.Writer uncommitted)
            implements WindowStorage {

        @Override
        public byte @Nullable [] window(byte[] key) {
            return windows.get(key);
        }

        @Override
        public void putWindow(byte[] key, byte[] state, byte @Nullable [] before) {
            uncommitted.before(key, before);
            windows.put(key, state);
        }

        @Override
        public void deleteWindow(byte[] key) {
            windows.delete(key);
        }

        @Override
        public OptionalLong firstStart(Tile tile, long fromStart) {
            try (KeyValueIterator<byte[], byte[]> entries =
                    windows.range(WindowKey.from(tile, fromStart), WindowKey.from(tile, Long.MAX_VALUE))) {
                return entries.hasNext()
                        ? OptionalLong.of(
                                WindowKey.fromBytes(entries.next().key).startMillis())
                        : OptionalLong.empty();
            }
        }

        @Override
        public void scan(Tile tile, long fromStart, long toStart, BiConsumer<byte[], byte[]> each) {
            try (KeyValueIterator<byte[], byte[]> entries =
                    windows.range(WindowKey.from(tile, fromStart), WindowKey.from(tile, toStart))) {
                while (entries.hasNext()) {
                    KeyValue<byte[], byte[]> entry = entries.next();
                    each.accept(entry.key, entry.value);
                }
            }
        }

        @Override
        public void putWaiting(byte[] windowKey) {
            books.putWaiting(windowKey);
        }

        @Override
        public void deleteWaiting(byte[] windowKey) {
            books.deleteWaiting(windowKey);
        }

        @Override
        public List<byte[]> waiting() {
            return books.waiting();
        }

        @Override
        public OptionalLong closedUntil() {
            byte[] stored = windows.get(UNMERGED);
            return stored == null
                    ? OptionalLong.empty()
                    : OptionalLong.of(Unmerged.fromBytes(stored).from());
        }

        @Override
        public void putClosedUntil(Tile finest, long startMillis) {
            byte[] before = windows.get(UNMERGED);
            byte[] now = new Unmerged(finest, startMillis).toBytes();
            if (!Arrays.equals(now, before)) {
                putWindow(UNMERGED, now, before);
            }
        }
    }
}
