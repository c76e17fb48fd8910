package dev.weir.topology.aggregate;

import dev.weir.topology.aggregate.Routed.Frontier;
import dev.weir.topology.aggregate.Windows.End;
import dev.weir.topology.aggregate.Windows.Published;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Windows and frontiers of one task, bound to its stores. Everything it knows stands in the stores; {@link #init} reads
 * it anew, so a task that is started again after a crash goes on from what was committed. Not thread-safe.
 */
public final class WindowMerge<A extends Mergeable<A>> {

    /**
     * What to merge and where to keep it.
     *
     * @param sourcePartitions partitions of the source topic whose frontiers are awaited
     * @param early when a window may be published before its grace is over; absent: never
     */
    public record Plan<A extends Mergeable<A>>(
            AggregateType<A> type,
            WindowRules rules,
            WindowStores stores,
            int sourcePartitions,
            @Nullable Early<A> early) {}

    /**
     * When a window may be published before its grace is over.
     *
     * @param after this long after its end
     * @param complete and if its aggregate says that nothing is missing
     */
    public record Early<A>(Duration after, Predicate<A> complete) {}

    /** Later than any window, and far from overflowing when a grace is added. */
    private static final long END_OF_TIME = Long.MAX_VALUE / 2;

    private final Plan<A> plan;
    private @Nullable ProcessorContext<String, Publication<A>> context;
    private @Nullable Windows<A> windows;
    private Frontiers frontiers;
    private long reported = Long.MIN_VALUE;
    private boolean reportedEnd;

    public WindowMerge(Plan<A> plan) {
        this.plan = plan;
        this.frontiers = new Frontiers(plan.sourcePartitions());
    }

    public void init(ProcessorContext<String, Publication<A>> newContext) {
        context = newContext;
        windows = new Windows<>(plan.type(), plan.rules(), plan.stores().open(newContext));
        frontiers = plan.stores().readFrontiers(newContext, plan.sourcePartitions());
        reported = Long.MIN_VALUE;
        reportedEnd = false;
    }

    public A read(byte[] aggregate) {
        return plan.type().read(new WireReader(aggregate));
    }

    /** The common frontier, milliseconds; {@link Long#MIN_VALUE} while unknown. */
    public long clock() {
        return frontiers.isKnown() ? frontiers.clock() : Long.MIN_VALUE;
    }

    /** Merges a partial; returns how many tiles no longer keep its window. */
    public int add(String key, long eventMillis, A partial) {
        return started(windows).add(key, eventMillis, partial, clock());
    }

    /** True when every source partition has been read to its end marker. */
    public boolean hasEnded() {
        return frontiers.allEnded();
    }

    public void observe(Frontier frontier) {
        if (frontiers.observe(frontier.sourcePartition(), frontier.millis())) {
            plan.stores().writeFrontiers(started(context), frontiers);
        }
    }

    /**
     * Publishes what is due at the common frontier, then says how far this partition is complete.
     *
     * @param now wall clock, milliseconds; only stamps the records
     */
    public void advance(long now) {
        advance(now, true);
    }

    /**
     * The same.
     *
     * @param closeAtEnd whether the end of the input closes windows too, or only makes corrections due
     */
    public void advance(long now, boolean closeAtEnd) {
        if (!frontiers.isKnown()) {
            return;
        }
        ProcessorContext<String, Publication<A>> to = started(context);
        long clock = frontiers.clock();
        End end = !hasEnded() ? End.NOT_REACHED : closeAtEnd ? End.CLOSES_ALL : End.REVISES_ALL;
        Consumer<Published<A>> publish =
                window -> to.forward(new Record<>(window.key().key(), new Publication.Window<>(window), now));
        started(windows).advance(clock, end, publish);
        Early<A> early = plan.early();
        if (early != null) {
            long ripe = hasEnded() ? END_OF_TIME : clock - early.after().toMillis();
            started(windows).closeEarly(ripe, clock, early.complete(), publish);
        }
        boolean ended = hasEnded() && started(windows).isSettled();
        if (clock != reported || ended != reportedEnd) {
            int partition = to.taskId().partition();
            to.forward(new Record<>(
                    KeyPartitioner.toPartition(partition), new Publication.Progress<>(partition, clock, ended), now));
            reported = clock;
            reportedEnd = ended;
        }
    }

    private static <T> T started(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("used before init");
        }
        return value;
    }
}
