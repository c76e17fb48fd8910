package dev.weir.topology.aggregate;

import dev.weir.topology.commit.Counters;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.util.Arrays;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What each id added to the windows of its key, so that the newest of an id replaces the others exactly. An entry is its
 * aggregate and some 30 bytes; it is forgotten when its event time is past the retention. Not thread-safe.
 */
final class Ledger<A extends Mergeable<A>> {

    private final Updates.Replace<A> replace;
    private final AggregateType<A> type;
    private final Counters counters;
    private @Nullable KeyValueStore<byte[], byte[]> store;

    Ledger(Updates.Replace<A> replace, AggregateType<A> type, Counters counters) {
        this.replace = replace;
        this.type = type;
        this.counters = counters;
    }

    void open(ProcessorContext<?, ?> context) {
        store = context.getStateStore(replace.ledger());
    }

    private KeyValueStore<byte[], byte[]> store() {
        return Objects.requireNonNull(store, "used before init");
    }

    /**
     * Takes a replacement down.
     *
     * @param clock the common frontier, milliseconds; {@link Long#MIN_VALUE} while unknown
     * @return what has to be merged for the windows to say the newest; absent where it came too late, or is the same as
     *     the former one, so that there is nothing to correct
     */
    @Nullable
    A difference(String key, Routed.Replacement newest, long clock) {
        if (newest.eventMillis() + replace.retention().toMillis() <= clock) {
            counters.add(Counters.TOO_LATE);
            return null;
        }
        byte[] id = entry(newest.eventMillis(), key, newest.id());
        byte[] former = store().get(id);
        if (Arrays.equals(former, newest.aggregate())) {
            counters.add(Counters.REPEATED);
            return null;
        }
        A difference = type.read(new WireReader(newest.aggregate()));
        if (former != null) {
            counters.add(Counters.REPLACED);
            replace.takeAway().accept(difference, type.read(new WireReader(former)));
        }
        store().put(id, newest.aggregate());
        return difference;
    }

    /** Forgets what is past the retention at a frontier; to be called before each commit. */
    void forget(long clock) {
        if (clock == Long.MIN_VALUE) {
            return;
        }
        byte[] first = new WireWriter().writeSortableLong(Long.MIN_VALUE).toBytes();
        byte[] last = new WireWriter()
                .writeSortableLong(clock - replace.retention().toMillis())
                .toBytes();
        try (KeyValueIterator<byte[], byte[]> old = store().range(first, last)) {
            old.forEachRemaining(entry -> store().delete(entry.key));
        }
    }

    private static byte[] entry(long eventMillis, String key, String id) {
        return new WireWriter()
                .writeSortableLong(eventMillis)
                .writeString(key)
                .writeString(id)
                .toBytes();
    }
}
