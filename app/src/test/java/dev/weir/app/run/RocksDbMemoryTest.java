package dev.weir.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.BlockBasedTableConfigWithAccessibleCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;

class RocksDbMemoryTest {

    private static final int STORES = 32;
    private static final long BUDGET = 16L << 20;
    private static final int ENTRIES = 1_500;
    private static final int VALUE_BYTES = 2_000;
    private static final long SEED = 20_261_120;

    @TempDir
    private Path directory = Path.of(".");

    private final RocksDbMemory memory = new RocksDbMemory(BUDGET);
    private final List<MockProcessorContext<Void, Void>> contexts = new ArrayList<>();
    private final List<KeyValueStore<byte[], byte[]>> stores = new ArrayList<>();

    @AfterEach
    void close() {
        stores.forEach(StateStore::close);
        memory.close();
    }

    @Test
    void manyStores_writtenAndRead_stayWithinTheBudget() {
        Random random = new Random(SEED);
        openAll();
        long mostUsed = 0;
        long mostInMemtables = 0;
        for (int entry = 0; entry < ENTRIES; entry++) {
            for (KeyValueStore<byte[], byte[]> store : stores) {
                byte[] value = new byte[VALUE_BYTES];
                random.nextBytes(value);
                store.put(key(entry), value);
            }
            if (entry % 20 == 0) {
                commit();
                mostUsed = Math.max(mostUsed, memory.usedBytes());
                mostInMemtables = Math.max(mostInMemtables, property("size-all-mem-tables"));
            }
        }
        commit();
        for (int entry = 0; entry < ENTRIES; entry++) {
            for (KeyValueStore<byte[], byte[]> store : stores) {
                assertEquals(VALUE_BYTES, store.get(key(entry)).length);
            }
            mostUsed = Math.max(mostUsed, memory.usedBytes());
        }

        long written = (long) STORES * ENTRIES * VALUE_BYTES;
        assertTrue(written > 5 * BUDGET, "nothing had to give way");
        assertTrue(mostUsed > BUDGET / 2, "used " + mostUsed + ": the memory is not in use");
        assertTrue(mostUsed <= BUDGET * 1.05, "used " + mostUsed + " of " + BUDGET);
        assertTrue(mostInMemtables <= BUDGET * 3 / 4, "memtables " + mostInMemtables + " of " + BUDGET / 2);
        assertEquals(STORES, memory.openStores());
    }

    @Test
    void closedStores_giveBackTheirBytesAndTheirOwnCaches() {
        openAll();
        for (KeyValueStore<byte[], byte[]> store : stores) {
            store.put(key(1), new byte[VALUE_BYTES]);
        }
        commit();
        long used = memory.usedBytes();
        assertTrue(used > STORES * VALUE_BYTES, "used " + used);

        stores.forEach(StateStore::close);
        stores.clear();

        assertEquals(0, memory.openStores());
        assertTrue(memory.usedBytes() < used / 10, "used " + memory.usedBytes() + " after all stores were closed");
    }

    @Test
    void cacheThatKafkaMade_isFreedWhenItIsReplaced() {
        LRUCache own = new LRUCache(1 << 20);
        BlockBasedTableConfigWithAccessibleCache table = new BlockBasedTableConfigWithAccessibleCache();
        table.setBlockCache(own);
        RocksDbMemory.Setter setter = new RocksDbMemory.Setter();
        try (Options options = new Options()) {
            options.setTableFormatConfig(table);
            setter.setConfig("store", options, Map.of(RocksDbMemory.SETTING, memory));

            assertFalse(own.isOwningHandle());
            assertEquals(1, memory.openStores());
            setter.close("store", options);
            assertEquals(0, memory.openStores());
        }
    }

    @Test
    void storeOpenedAfterTheMemoryWasClosed_isRefused() {
        memory.close();

        assertThrows(IllegalStateException.class, () -> open("late"));
        assertEquals(0, memory.usedBytes());
    }

    @Test
    void memoryOfAnOpenStore_outlivesItsClose() {
        KeyValueStore<byte[], byte[]> store = open("open");
        stores.add(store);
        memory.close();

        store.put(key(1), new byte[VALUE_BYTES]);
        assertEquals(VALUE_BYTES, store.get(key(1)).length);
    }

    /** What is not committed yet waits on the heap. */
    private void commit() {
        stores.forEach(store -> store.commit(Map.of()));
    }

    private void openAll() {
        for (int i = 0; i < STORES; i++) {
            stores.add(open("store-" + i));
        }
    }

    private KeyValueStore<byte[], byte[]> open(String name) {
        Properties settings =
                new StreamsSettings("memory-test", "nowhere:1", directory, "", 1, 0, Map.of()).toProperties(memory);
        MockProcessorContext<Void, Void> context = new MockProcessorContext<>(
                settings, new TaskId(0, 0), directory.resolve(name).toFile());
        contexts.add(context);
        KeyValueStore<byte[], byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        return store;
    }

    private long property(String name) {
        return contexts.stream()
                .flatMap(context -> context.metrics().metrics().entrySet().stream())
                .filter(metric -> metric.getKey().name().equals(name))
                .mapToLong(metric -> ((Number) metric.getValue().metricValue()).longValue())
                .sum();
    }

    private static byte[] key(int entry) {
        return ByteBuffer.allocate(4).putInt(entry).array();
    }
}
