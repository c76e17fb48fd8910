package dev.weir.topology.evaluation;

import dev.weir.topology.evaluation.WaitingEvaluations.Waiter;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Calls and waiting evaluations of one task, bound to their store: what changed is written once a commit, and nothing is
 * read but at the start. Not thread-safe.
 */
final class JoinStore {

    private static final int CHUNK = 0;
    private static final int WAITER = 1;

    private final KeyValueStore<byte[], byte[]> store;
    private final KnownCalls calls;
    private final WaitingEvaluations waiting = new WaitingEvaluations();
    private long deletedTo;

    /** What the store holds. */
    JoinStore(KeyValueStore<byte[], byte[]> store, EvaluationsConfig config) {
        this.store = store;
        this.calls = new KnownCalls(config.maxCalls());
        each(CHUNK, calls::restore);
        each(WAITER, (number, value) -> waiting.restore(waiter(number, value)));
        deletedTo = calls.oldest();
    }

    KnownCalls calls() {
        return calls;
    }

    WaitingEvaluations waiting() {
        return waiting;
    }

    /** Writes what changed; to be called before each commit. */
    void commit() {
        calls.drain((number, chunk) -> store.put(key(CHUNK, number), chunk));
        for (long oldest = calls.oldest(); deletedTo < oldest; deletedTo++) {
            store.delete(key(CHUNK, deletedTo));
        }
        waiting.drain(
                (number, waiter) -> store.put(key(WAITER, number), bytes(waiter)),
                number -> store.delete(key(WAITER, number)));
    }

    private void each(int kind, BiConsumer<Long, byte[]> each) {
        try (KeyValueIterator<byte[], byte[]> entries =
                store.range(key(kind, Long.MIN_VALUE), key(kind, Long.MAX_VALUE))) {
            while (entries.hasNext()) {
                KeyValue<byte[], byte[]> entry = entries.next();
                WireReader in = new WireReader(entry.key);
                in.readByte();
                each.accept(in.readSortableLong(), entry.value);
            }
        }
    }

    private static byte[] key(int kind, long number) {
        return new WireWriter(16).writeByte(kind).writeSortableLong(number).toBytes();
    }

    private static byte[] bytes(Waiter waiter) {
        return new WireWriter(256)
                .writeSortableLong(waiter.key())
                .writeSortableLong(waiter.until())
                .writeBytes(waiter.asked().toBytes())
                .toBytes();
    }

    private static Waiter waiter(long number, byte[] bytes) {
        WireReader in = new WireReader(bytes);
        return new Waiter(
                number, in.readSortableLong(), in.readSortableLong(), PendingEvaluation.fromBytes(in.readBytes()));
    }
}
