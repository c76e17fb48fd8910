package dev.weir.app.run;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.apache.kafka.streams.state.internals.BlockBasedTableConfigWithAccessibleCache;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.Statistics;
import org.rocksdb.StatsLevel;
import org.rocksdb.TickerType;
import org.rocksdb.WriteBufferManager;

/**
 * Native memory of all state stores of a process: one cache of {@code budgetBytes} that holds their blocks, indexes and
 * bloom filters, and that the memtables of all of them are charged to. Without it every store of every partition has a
 * cache of 50 MB and up to three memtables of 16 MB of its own.
 *
 * <p>Memtables take at most half of the budget: a store that writes beyond that flushes first. The budget is not strict,
 * because a strict cache fails reads: what is pinned by iterators and reads under way can exceed it, by some percent. A
 * store costs about 0.2 MB of memtables as soon as it has been written to. When half of the budget is less than that for
 * every store, each write flushes, and writing becomes a hundred times slower.
 *
 * <p>Thread-safe. Close it after the applications whose settings carry it: a store that is still open then, because its
 * application did not end in time, keeps the memory until the process ends.
 */
public final class RocksDbMemory implements AutoCloseable, MeterBinder {

    /** Key of a process's memory in the settings that stores are opened with; the value is the object itself. */
    static final String SETTING = "weir.rocksdb.memory";

    private static final long MEBIBYTE = 1024 * 1024;
    /** Shards as large as possible: charges for memtables come in pieces of 256 KB and fall on shards by hash. */
    private static final int SHARD_BITS = 2;
    /** Share that indexes and filters keep against blocks that one scan reads. */
    private static final double PRIORITY_SHARE = 0.2;
    /** Memtables are this much smaller than the budget: 4 MB of the default, so some 28 busy stores can fill one each. */
    private static final int MEMTABLE_SHARE = 64;

    private static final long LEAST_MEMTABLE = MEBIBYTE;
    private static final long LARGEST_MEMTABLE = 16 * MEBIBYTE;
    private static final int MEMTABLES = 2;
    /** Least that a memtable takes; RocksDB's own would be an eighth of the memtable, for a counter of eight bytes. */
    private static final long ARENA_BLOCK = 64 * 1024;

    private final long budgetBytes;
    private final LRUCache cache;
    private final WriteBufferManager memtables;
    private final Statistics statistics = new Statistics();
    private int openStores;
    private boolean closed;

    /** @param budgetBytes of all stores together */
    public RocksDbMemory(long budgetBytes) {
        RocksDB.loadLibrary();
        this.budgetBytes = budgetBytes;
        this.cache = new LRUCache(budgetBytes, SHARD_BITS, false, PRIORITY_SHARE);
        this.memtables = new WriteBufferManager(budgetBytes / 2, cache);
        // Counters alone: times and sizes of each operation would cost more than they tell.
        statistics.setStatsLevel(StatsLevel.EXCEPT_DETAILED_TIMERS);
    }

    /** A budget in mebibytes, as it is configured. */
    public static RocksDbMemory ofMegabytes(int megabytes) {
        return new RocksDbMemory(megabytes * MEBIBYTE);
    }

    public long budgetBytes() {
        return budgetBytes;
    }

    /** Bytes in use: blocks, indexes, filters and memtables; 0 when closed. */
    public synchronized long usedBytes() {
        return cache.isOwningHandle() ? cache.getUsage() : 0;
    }

    /** Stores that were opened with this memory and not closed yet. */
    public synchronized int openStores() {
        return openStores;
    }

    /** Blocks of any store whose checksum was wrong when they were read. */
    synchronized long badBlocks() {
        return statistics.isOwningHandle() ? statistics.getTickerCount(TickerType.BLOCK_CHECKSUM_MISMATCH_COUNT) : 0;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("weir.rocksdb.used", this, RocksDbMemory::usedBytes)
                .description("native memory of all state stores in use")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("weir.rocksdb.budget", this, RocksDbMemory::budgetBytes)
                .description("native memory that all state stores together may use")
                .baseUnit("bytes")
                .register(registry);
    }

    private synchronized void give(Options options) {
        if (closed) {
            throw new IllegalStateException("a store is opened after the memory of all stores was closed");
        }
        if (!(options.tableFormatConfig() instanceof BlockBasedTableConfigWithAccessibleCache table)) {
            throw new IllegalStateException("stores have tables of " + options.tableFormatConfig()
                    + ": expected BlockBasedTableConfigWithAccessibleCache");
        }
        Cache own = table.blockCache();
        table.setBlockCache(cache);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(table);
        own.close();
        options.setWriteBufferManager(memtables);
        options.setStatistics(statistics);
        options.setWriteBufferSize(Math.max(LEAST_MEMTABLE, Math.min(LARGEST_MEMTABLE, budgetBytes / MEMTABLE_SHARE)));
        options.setMaxWriteBufferNumber(MEMTABLES);
        options.setArenaBlockSize(ARENA_BLOCK);
        // Most look-ups by key are for what is not there, a new window or a new score: filters on every level.
        options.setOptimizeFiltersForHits(false);
        openStores++;
    }

    private synchronized void takeBack() {
        openStores--;
    }

    /** Frees the memory; a second call does nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        if (openStores == 0) {
            memtables.close();
            cache.close();
            statistics.close();
        }
    }

    /**
     * What Kafka Streams asks when it opens and closes a store. Kafka makes one for each store, from its class, so the
     * memory comes with the settings. A store's own cache is replaced and freed; its filter and options are Kafka's to
     * free, and nothing else is made for a store.
     */
    public static final class Setter implements RocksDBConfigSetter {

        private @Nullable RocksDbMemory memory;

        @Override
        public void setConfig(String storeName, Options options, Map<String, Object> configs) {
            RocksDbMemory ofProcess = of(configs);
            ofProcess.give(options);
            memory = ofProcess;
        }

        private static RocksDbMemory of(Map<String, Object> configs) {
            if (configs.get(SETTING) instanceof RocksDbMemory memory) {
                return memory;
            }
            throw new IllegalStateException("settings without " + SETTING + ": expected the memory of the process");
        }

        @Override
        public void close(String storeName, Options options) {
            if (memory != null) {
                memory.takeBack();
                memory = null;
            }
        }
    }
}
