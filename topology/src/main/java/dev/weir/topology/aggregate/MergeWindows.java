package dev.weir.topology.aggregate;

import dev.weir.topology.commit.CommitHook;
import dev.weir.topology.wire.WireReader;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The step {@code merge-…}: folds batches of partials into live windows and frontiers into the common one; before each
 * commit it publishes what is due and writes what changed. Forwards {@link Publication}s: windows keyed as they came in,
 * and progress keyed to the step's own partition.
 */
public final class MergeWindows<A extends Mergeable<A>>
        implements Processor<String, byte[], String, Publication<A>>, Routed.Receiver {

    private static final Logger LOG = LoggerFactory.getLogger(MergeWindows.class);

    /** How often a task that receives nothing commits all the same, wall clock: a bound on how long readers wait. */
    public static final Duration TICK = Duration.ofMillis(100);

    private final WindowStores stores;
    private final WindowMerge<A> merge;
    private long restated;
    private long refused;

    private MergeWindows(WindowMerge.Plan<A> plan) {
        this.stores = plan.stores();
        this.merge = new WindowMerge<>(plan);
    }

    /** The step with its stores. */
    public static <A extends Mergeable<A>> ProcessorSupplier<String, byte[], String, Publication<A>> supplier(
            WindowMerge.Plan<A> plan) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, byte[], String, Publication<A>> get() {
                return new MergeWindows<>(plan);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return plan.stores().builders();
            }
        };
    }

    @Override
    public void init(ProcessorContext<String, Publication<A>> context) {
        merge.init(context);
        restated = 0;
        refused = 0;
        CommitHook.set(context, stores.hook(), this::commit);
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, merge::tick);
    }

    private void commit(long now) {
        merge.commit(now, true);
        if (restated + refused > 0) {
            LOG.atInfo()
                    .addKeyValue("store", stores.windows())
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
    }

    @Override
    public void process(Record<String, byte[]> record) {
        merge.previousCommitSucceeded();
        Routed.read(record.value(), this);
    }

    @Override
    public void partial(String key, long eventMillis, WireReader aggregate) {
        merge.add(key, eventMillis, aggregate);
    }

    @Override
    public void restatement(Routed.Restatement restatement) {
        if (merge.restate(restatement)) {
            restated++;
        } else {
            refused++;
        }
    }

    @Override
    public void frontier(Routed.Frontier frontier) {
        merge.observe(frontier);
    }
}
