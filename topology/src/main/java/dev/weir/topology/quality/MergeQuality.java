package dev.weir.topology.quality;

import dev.weir.topology.aggregate.MergeWindows;
import dev.weir.topology.aggregate.Publication;
import dev.weir.topology.aggregate.Routed;
import dev.weir.topology.aggregate.WindowMerge;
import dev.weir.topology.commit.CommitHook;
import dev.weir.topology.commit.Counters;
import dev.weir.topology.commit.StepStores;
import dev.weir.topology.wire.WireReader;
import dev.weir.topology.wire.WireWriter;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code merge-quality}: folds notices of sampled calls and scores into quality windows. The newest score of an
 * id wins: the ledger remembers what it added, and the difference is merged, exactly. A window is published as soon as
 * every sampled call has been answered for, at the latest when the grace for scores is over.
 */
public final class MergeQuality
        implements Processor<String, byte[], String, Publication<QualityAggregate>>, Routed.Receiver {

    /** After the end of a recorded input, incomplete windows wait for further scores this long, wall clock. */
    static final Duration DRAINED_AFTER = Duration.ofSeconds(15);

    /**
     * What the step needs.
     *
     * @param retention how long after its event time a score is remembered
     */
    public record Parts(
            WindowMerge.Plan<QualityAggregate> plan, String ledgerStore, String counterStore, Duration retention) {}

    private final Parts parts;
    private final WindowMerge<QualityAggregate> merge;
    private final Counters counters = new Counters();
    private @Nullable KeyValueStore<byte[], byte[]> ledger;
    private String series = "";
    private long now;
    private long lastNews;
    private long arrived;

    private MergeQuality(Parts parts) {
        this.parts = parts;
        this.merge = new WindowMerge<>(parts.plan());
    }

    public static ProcessorSupplier<String, byte[], String, Publication<QualityAggregate>> supplier(Parts parts) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, byte[], String, Publication<QualityAggregate>> get() {
                return new MergeQuality(parts);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                Set<StoreBuilder<?>> stores =
                        new LinkedHashSet<>(parts.plan().stores().builders());
                stores.add(StepStores.bytes(parts.ledgerStore()));
                stores.add(Counters.store(parts.counterStore()));
                return stores;
            }
        };
    }

    @Override
    public void init(ProcessorContext<String, Publication<QualityAggregate>> context) {
        merge.init(context);
        counters.open(context, parts.counterStore(), parts.plan().uncommitted());
        ledger = context.getStateStore(parts.ledgerStore());
        now = context.currentSystemTimeMs();
        lastNews = now;
        CommitHook.set(context, parts.plan().stores().hook(), this::commit);
        context.schedule(MergeWindows.TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    private void tick(long wallClock) {
        now = wallClock;
        merge.tick(now);
        counters.previousCommitSucceeded();
    }

    @Override
    public void close() {
        merge.close();
        counters.close();
    }

    @Override
    public void process(Record<String, byte[]> record) {
        merge.previousCommitSucceeded();
        counters.previousCommitSucceeded();
        series = record.key();
        arrived = record.timestamp();
        Routed.read(record.value(), this);
        lastNews = now;
    }

    @Override
    public void partial(String key, long eventMillis, WireReader aggregate) {
        merge.add(key, eventMillis, aggregate);
    }

    @Override
    public void frontier(Routed.Frontier frontier) {
        merge.observe(frontier);
    }

    @Override
    public void counted(Routed.Counted counted) {
        merge.observe(counted);
    }

    @Override
    public void replacement(Routed.Replacement score) {
        KeyValueStore<byte[], byte[]> entries = Objects.requireNonNull(ledger, "used before init");
        merge.saw(arrived);
        if (score.eventMillis() + parts.retention().toMillis() <= merge.clock()) {
            counters.add(Counters.TOO_LATE);
            return;
        }
        byte[] id = ledgerKey(score.eventMillis(), series, score.id());
        byte[] former = entries.get(id);
        QualityAggregate difference = QualityAggregate.TYPE.read(new WireReader(score.aggregate()));
        if (former != null) {
            counters.add(Counters.REPLACED);
            difference.unmergeWith(QualityAggregate.TYPE.read(new WireReader(former)));
        }
        entries.put(id, score.aggregate());
        merge.add(series, score.eventMillis(), difference);
    }

    private static byte[] ledgerKey(long eventMillis, String series, String id) {
        return new WireWriter()
                .writeSortableLong(eventMillis)
                .writeString(series)
                .writeString(id)
                .toBytes();
    }

    private void commit(long wallClock) {
        now = wallClock;
        merge.commit(now, now - lastNews >= DRAINED_AFTER.toMillis());
        counters.commit();
        forget();
    }

    private void forget() {
        long clock = merge.clock();
        if (clock == Long.MIN_VALUE) {
            return;
        }
        KeyValueStore<byte[], byte[]> entries = Objects.requireNonNull(ledger, "used before init");
        byte[] first = new WireWriter().writeSortableLong(Long.MIN_VALUE).toBytes();
        byte[] last = new WireWriter()
                .writeSortableLong(clock - parts.retention().toMillis())
                .toBytes();
        try (KeyValueIterator<byte[], byte[]> old = entries.range(first, last)) {
            old.forEachRemaining(entry -> entries.delete(entry.key));
        }
    }
}
