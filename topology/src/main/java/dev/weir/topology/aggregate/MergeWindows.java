package dev.weir.topology.aggregate;

import dev.weir.topology.aggregate.Routed.Frontier;
import dev.weir.topology.aggregate.Routed.Partial;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The step {@code merge-…}: folds partials into windows and frontiers into the common one, and publishes what is due.
 * Forwards {@link Publication}s: windows keyed as they came in, and progress keyed to the step's own partition.
 */
public final class MergeWindows<A extends Mergeable<A>> implements Processor<String, byte[], String, Publication<A>> {

    /** How often due windows are looked for, wall clock; a bound on how long a closed window waits. */
    public static final Duration LOOK_FOR_DUE = Duration.ofMillis(200);

    private final WindowMerge<A> merge;

    private MergeWindows(WindowMerge<A> merge) {
        this.merge = merge;
    }

    /** The step with its stores. */
    public static <A extends Mergeable<A>> ProcessorSupplier<String, byte[], String, Publication<A>> supplier(
            WindowMerge.Plan<A> plan) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, byte[], String, Publication<A>> get() {
                return new MergeWindows<>(new WindowMerge<>(plan));
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
        context.schedule(LOOK_FOR_DUE, PunctuationType.WALL_CLOCK_TIME, now -> merge.advance(now));
    }

    @Override
    public void process(Record<String, byte[]> record) {
        Routed routed = Routed.fromBytes(record.value());
        if (routed instanceof Frontier frontier) {
            merge.observe(frontier);
        } else if (routed instanceof Partial partial) {
            merge.add(record.key(), partial.eventMillis(), merge.read(partial.aggregate()));
        } else {
            throw new IllegalStateException("a replacement came to a merge that keeps no ledger");
        }
    }
}
