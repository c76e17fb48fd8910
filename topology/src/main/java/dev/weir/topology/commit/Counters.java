package dev.weir.topology.commit;

import dev.weir.topology.record.Rejection;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Counters of one task that are written before each commit, so that they are in the same transaction as what they count:
 * after any crash {@code read = counted + duplicates + other spans + ignored + refused, by reason}. Not thread-safe.
 */
public final class Counters {

    /** Trace events read, be they records or parts of one, and records that could not be taken apart; end markers aside. */
    public static final String READ = "read";
    /** Calls that count. */
    public static final String COUNTED = "counted";
    /** Calls that had been counted already. */
    public static final String DUPLICATES = "duplicates";
    /** Calls that were forgotten before their time, because too many had to be remembered. */
    public static final String FORGOTTEN_EARLY = "forgotten-early";
    /** Spans that are no model invocation. */
    public static final String OTHER_SPANS = "other-spans";
    /** Calls taken for judging. */
    public static final String SAMPLED = "sampled";
    /** Calls whose time to first token cannot be right and is left out. */
    public static final String IMPOSSIBLE_TTFT = "impossible-ttft";
    /** Evaluations made by others, as they were read; not part of the equation of calls. */
    public static final String EVALUATIONS = "noted/evaluation";
    /** Scores that came after their window was forgotten. */
    public static final String TOO_LATE = "too-late";
    /** Scores that replaced a former one. */
    public static final String REPLACED = "replaced";
    /** Scores that came again unchanged. */
    public static final String REPEATED = "repeated";

    /** Parts of a record that are none of an LLM application, by kind. */
    public static final String IGNORED = "ignored/";
    /** What a feed made right or could not cover, by rule; not part of the equation. */
    public static final String NOTED = "noted/";

    /** Refused records and parts of records, by reason. */
    public static final String REFUSED = "refused/";

    private final Map<String, Counter> counters = new HashMap<>();
    private @Nullable KeyValueStore<byte[], byte[]> store;
    private Uncommitted.@Nullable Writer uncommitted;

    /** One counter; read it again after {@link Counters#open}. */
    public static final class Counter {
        private long count;
        private long written;

        public void add() {
            count++;
        }

        public void add(long more) {
            count += more;
        }

        public long count() {
            return count;
        }
    }

    /** Builder of the store behind a step's counters. */
    public static StoreBuilder<KeyValueStore<byte[], byte[]>> store(String name) {
        return StepStores.bytes(name);
    }

    /** Starts from what was committed, whatever was in memory. */
    public void open(ProcessorContext<?, ?> context, String name, Uncommitted all) {
        KeyValueStore<byte[], byte[]> opened = context.getStateStore(name);
        store = opened;
        uncommitted = all.writer(name, context.taskId().partition());
        counters.clear();
        try (KeyValueIterator<byte[], byte[]> entries = opened.all()) {
            while (entries.hasNext()) {
                KeyValue<byte[], byte[]> entry = entries.next();
                Counter counter = of(name(entry.key));
                counter.count = count(entry.value);
                counter.written = counter.count;
            }
        }
    }

    /** The counter of a name, to be kept where it is used for every record. */
    public Counter of(String name) {
        return counters.computeIfAbsent(name, absent -> new Counter());
    }

    public void add(String name) {
        of(name).add();
    }

    public void add(Rejection reason) {
        add(REFUSED + reason.wireName());
    }

    /** Says that the task goes on, so whatever was written before has been committed. */
    public void previousCommitSucceeded() {
        if (uncommitted != null) {
            uncommitted.committed();
        }
    }

    /** Ends: from then on the store is not answered for as the active copy. */
    public void close() {
        if (uncommitted != null) {
            uncommitted.close();
            uncommitted = null;
        }
    }

    /** Writes what has changed; to be called before each commit. */
    public void commit() {
        KeyValueStore<byte[], byte[]> to = store;
        Uncommitted.Writer former = uncommitted;
        if (to == null || former == null) {
            throw new IllegalStateException("used before open");
        }
        counters.forEach((name, counter) -> {
            if (counter.count != counter.written) {
                byte[] key = name.getBytes(StandardCharsets.UTF_8);
                former.before(key, counter.written == 0 ? null : bytes(counter.written));
                to.put(key, bytes(counter.count));
                counter.written = counter.count;
            }
        });
    }

    private static byte[] bytes(long count) {
        return new WireWriter(10).writeLong(count).toBytes();
    }

    /** Name of a stored counter; refusals are {@code refused/REASON}. */
    public static String name(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }

    /** Value of a stored counter. */
    public static long count(byte[] value) {
        return new WireReader(value).readLong();
    }
}
