package dev.weir.topology.aggregate;

import dev.weir.schemas.headers.DeadLetterHeaders.Refusal;
import dev.weir.schemas.refusal.RefusedRecordException;
import dev.weir.topology.commit.CommitCycle;
import dev.weir.topology.commit.StepStores;
import dev.weir.topology.commit.Uncommitted;
import dev.weir.topology.wire.WireReader;
import java.time.Duration;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The step {@code merge-…}: folds batches of partials into live windows and frontiers into the common one, and applies
 * replacements and restatements; before each commit it publishes what is due and writes what changed. Forwards {@link
 * Publication}s: windows keyed as they came in, progress keyed to the step's own partition, and adjustments keyed as the
 * windows that they change.
 */
public final class MergeWindows<A extends Mergeable<A>>
        implements Processor<String, byte[], String, Publication<A>>, Routed.Receiver {

    private static final Logger LOG = LoggerFactory.getLogger(MergeWindows.class);

    /** After the end of a recorded input, windows that may be replaced wait for more this long, wall clock. */
    static final Duration DRAINED_AFTER = Duration.ofSeconds(15);

    /** Why a record of others is refused. */
    private enum Refused {
        NOT_A_RESTATEMENT,
        NOT_ROUTED
    }

    private final WindowKind<A> kind;
    private final CommitCycle<String, Publication<A>> cycle;
    private final WindowMerge<A> merge;
    private final @Nullable Ledger<A> ledger;
    private String key = "";
    private long arrived;
    private long lastNews;
    private boolean merged;
    private long restated;
    private long refused;

    private MergeWindows(WindowKind<A> kind, int partitions, Uncommitted uncommitted) {
        this.kind = kind;
        this.cycle = new CommitCycle<>(stores(kind), uncommitted);
        this.merge = new WindowMerge<>(kind, partitions, cycle);
        this.ledger = kind.updates() instanceof Updates.Replace<A> replace
                ? new Ledger<>(replace, kind.type(), cycle.counters())
                : null;
    }

    /**
     * The step with its stores.
     *
     * @param partitions of the source topics, whose frontiers are awaited
     */
    public static <A extends Mergeable<A>> ProcessorSupplier<String, byte[], String, Publication<A>> supplier(
            WindowKind<A> kind, int partitions, Uncommitted uncommitted) {
        WindowStores stores = WindowStores.of(kind.name());
        StoreBuilder<?> windows = StepStores.bytes(stores.windows());
        return StepStores.supplier(
                () -> new MergeWindows<>(kind, partitions, uncommitted),
                kind.updates() instanceof Updates.Replace<A> replace
                        ? stores(kind).after(windows, StepStores.bytes(replace.ledger()))
                        : stores(kind).after(windows));
    }

    private static CommitCycle.Stores stores(WindowKind<?> kind) {
        return new CommitCycle.Stores(
                kind.updates() instanceof Updates.Replace<?> replace ? replace.counters() : null,
                WindowStores.of(kind.name()).hook());
    }

    @Override
    public void init(ProcessorContext<String, Publication<A>> context) {
        cycle.open(context);
        merge.open();
        if (ledger != null) {
            ledger.open(context);
        }
        lastNews = cycle.now();
        merged = false;
        restated = 0;
        refused = 0;
        cycle.start(this::commit);
    }

    private void commit(long now) {
        merge.commit(now, ledger == null || now - lastNews >= DRAINED_AFTER.toMillis());
        if (ledger != null) {
            ledger.forget(merge.clock());
        }
        if (restated + refused > 0) {
            LOG.atInfo()
                    .addKeyValue("kind", kind.name())
                    .addKeyValue("restated", restated)
                    .addKeyValue("refused", refused)
                    .log("windows restated; those refused are open, gone or of something else");
            restated = 0;
            refused = 0;
        }
    }

    @Override
    public void close() {
        merge.close();
        cycle.close();
    }

    @Override
    public void process(Record<String, byte[]> record) {
        cycle.previousCommitSucceeded();
        if (cycle.isPoison()) {
            throw cycle.refusal(true);
        }
        key = record.key();
        arrived = record.timestamp();
        lastNews = cycle.now();
        if (isRestatement()) {
            restate(record.value() == null ? new byte[0] : record.value());
        } else if (Routed.isRouted(record.value())) {
            Routed.read(record.value(), this);
        } else {
            throw new RefusedRecordException(
                    new Refusal(Refused.NOT_ROUTED, "expected what the step before sends"), true);
        }
        cycle.processed();
    }

    /** Restatements come by a topic of their own, which anybody may write to; all else that comes is our own. */
    private boolean isRestatement() {
        return kind.updates() instanceof Updates.Restate<A> restate
                && cycle.context()
                        .recordMetadata()
                        .filter(at -> at.topic().equals(restate.topic().name()))
                        .isPresent();
    }

    private void restate(byte[] value) {
        Routed.Restatement restatement;
        A aggregate;
        try {
            restatement = Routed.restatement(value);
            aggregate = kind.type().read(new WireReader(restatement.aggregate()));
        } catch (RuntimeException e) { // whatever bytes of others make of the reader, nothing has changed yet
            throw new RefusedRecordException(
                    new Refusal(Refused.NOT_A_RESTATEMENT, "expected what a window of " + kind.name() + " should say"),
                    true);
        }
        if (Routed.isAdjustment(value)) {
            merge.adjust(restatement);
        } else {
            restate(restatement, aggregate);
        }
    }

    private void restate(Routed.Restatement restatement, A aggregate) {
        if (merge.restate(restatement, aggregate)) {
            restated++;
        } else {
            refused++;
        }
    }

    @Override
    public void restatement(Routed.Restatement restatement) {
        restate(restatement, kind.type().read(new WireReader(restatement.aggregate())));
    }

    @Override
    public void adjustment(Routed.Restatement adjustment) {
        merge.adjust(adjustment);
    }

    @Override
    public void partial(String of, long eventMillis, WireReader aggregate) {
        merged = true;
        merge.add(of, eventMillis, aggregate);
    }

    @Override
    public void replacement(Routed.Replacement replacement) {
        if (ledger == null) {
            throw new IllegalStateException(
                    "a replacement came to windows of " + kind.name() + ", which keep no ledger");
        }
        cycle.saw(arrived);
        A difference = ledger.difference(key, replacement, merge.clock());
        if (difference != null) {
            merge.add(key, replacement.eventMillis(), difference);
        }
    }

    @Override
    public void counted(Routed.Counted counted) {
        merge.observe(counted);
    }

    @Override
    public void frontier(Routed.Frontier frontier) {
        long before = merge.clock();
        merge.observe(frontier);
        if (merged) {
            cycle.saw(frontier.millis());
            merged = false;
        }
        if (merge.clock() > before && kind.closesBetween(before, merge.clock())) {
            cycle.awaits(merge.clock());
        }
    }
}
