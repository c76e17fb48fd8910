package dev.weir.topology.ingest;

import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one source partition that are remembered, bound to their store: what was remembered since the last commit
 * is written as one entry, and nothing is read but at the start. Not thread-safe.
 */
final class RememberedCalls {

    private final DuplicatesConfig config;
    private final String storeName;
    private @Nullable KeyValueStore<byte[], byte[]> store;
    private Fingerprints fingerprints;
    private long deletedTo = Long.MIN_VALUE;

    RememberedCalls(DuplicatesConfig config, String storeName) {
        this.config = config;
        this.storeName = storeName;
        this.fingerprints = new Fingerprints(config);
    }

    /** Starts from what was committed, whatever was in memory. */
    void open(ProcessorContext<?, ?> context) {
        KeyValueStore<byte[], byte[]> opened = context.getStateStore(storeName);
        store = opened;
        fingerprints = new Fingerprints(config);
        deletedTo = Long.MIN_VALUE;
        try (KeyValueIterator<byte[], byte[]> entries = opened.all()) {
            while (entries.hasNext()) {
                KeyValue<byte[], byte[]> entry = entries.next();
                fingerprints.restore(new WireReader(entry.key).readSortableLong(), entry.value);
            }
        }
        fingerprints.takeForgottenEarly();
    }

    /** Remembers a call; true if it was remembered before. */
    boolean isKnown(long hash, long arrivalMillis) {
        return !config.window().isZero() && fingerprints.remember(hash, arrivalMillis);
    }

    /** How many were forgotten before their time since the last call. */
    long takeForgottenEarly() {
        return fingerprints.takeForgottenEarly();
    }

    /**
     * Writes what is new; to be called before each commit.
     *
     * @param read how many events were ever read here: makes the keys ones that were never used, since there are no more
     *     batches than events since the last call
     */
    void commit(long read) {
        KeyValueStore<byte[], byte[]> to = store;
        if (to == null) {
            throw new IllegalStateException("used before open");
        }
        AtomicLong number = new AtomicLong(read);
        fingerprints.drain((generation, batch) -> to.put(key(generation, number.getAndDecrement()), batch));
        long oldest = fingerprints.oldestGeneration();
        if (oldest > deletedTo) {
            try (KeyValueIterator<byte[], byte[]> old = to.range(key(Long.MIN_VALUE, 0), key(oldest, Long.MIN_VALUE))) {
                old.forEachRemaining(entry -> to.delete(entry.key));
            }
            deletedTo = oldest;
        }
    }

    private static byte[] key(long generation, long read) {
        return new WireWriter(16)
                .writeSortableLong(generation)
                .writeSortableLong(read)
                .toBytes();
    }
}
