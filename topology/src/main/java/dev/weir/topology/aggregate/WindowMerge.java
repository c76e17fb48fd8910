package dev.weir.topology.aggregate;

import dev.weir.topology.aggregate.LiveWindows.Early;
import dev.weir.topology.aggregate.LiveWindows.End;
import dev.weir.topology.aggregate.Routed.Frontier;
import dev.weir.topology.commit.CommitPace;
import dev.weir.topology.commit.Uncommitted;
import dev.weir.topology.wire.WireReader;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The second level: windows and frontiers of one task, bound to its stores. What is in memory is in the stores after every
 * commit; {@link #init} reads it anew, so a task that is started again after a crash, in the same objects too, goes on
 * from what was committed. Not thread-safe.
 */
public final class WindowMerge<A extends Mergeable<A>> {

    /** Windows that one task may keep in memory from one commit to the next. */
    public static final int MOST_LIVE = 20_000;

    /**
     * What to merge and where to keep it.
     *
     * @param sourcePartitions partitions of the source topic whose frontiers are awaited
     * @param caps how many keys are told apart
     * @param admittedFor how long after a day's end partials of it may come
     * @param early when a window may be published before its grace is over; absent: never
     * @param running keys whose windows are published while they are open
     */
    public record Plan<A extends Mergeable<A>>(
            AggregateType<A> type,
            WindowRules rules,
            WindowStores stores,
            int sourcePartitions,
            Caps caps,
            Duration admittedFor,
            Uncommitted uncommitted,
            @Nullable Early<A> early,
            Predicate<String> running) {}

    private final Plan<A> plan;
    private @Nullable Running<A> running;

    /** What one start of the task works with. */
    private record Running<A extends Mergeable<A>>(
            ProcessorContext<String, Publication<A>> context,
            WindowStores.Books books,
            Frontiers frontiers,
            RollupCoverage coverage,
            WindowStorage storage,
            Admission admission,
            LiveWindows<A> windows,
            Uncommitted.Writer uncommitted) {}

    private final CommitPace pace = new CommitPace();
    private boolean frontiersMoved;
    private boolean coverageChanged;
    private long reported = Long.MIN_VALUE;
    private boolean reportedEnd;

    public WindowMerge(Plan<A> plan) {
        this.plan = plan;
    }

    /** Starts from what was committed, whatever was in memory. */
    public void init(ProcessorContext<String, Publication<A>> context) {
        int partition = context.taskId().partition();
        WindowStores.Books books = plan.stores().books(context);
        Frontiers frontiers = books.frontiers(plan.sourcePartitions());
        Admission admission = new Admission(plan.caps(), partition, plan.sourcePartitions());
        books.eachAdmitted((day, key) -> admission.restore(new Admission.Admitted(day, key)));
        Uncommitted.Writer uncommitted = plan.uncommitted().writer(plan.stores().windows(), partition);
        WindowStorage storage = plan.stores().open(context, books, uncommitted);
        LiveWindows<A> windows = new LiveWindows<>(
                plan.type(),
                plan.rules(),
                storage,
                plan.early(),
                plan.running(),
                MOST_LIVE,
                frontiers.isKnown() ? frontiers.clock() : Long.MIN_VALUE);
        running = new Running<>(
                context, books, frontiers, coverage(storage, frontiers), storage, admission, windows, uncommitted);
        pace.clear();
        frontiersMoved = false;
        coverageChanged = false;
        reported = Long.MIN_VALUE;
        reportedEnd = false;
    }

    private RollupCoverage coverage(WindowStorage storage, Frontiers frontiers) {
        byte[] stored = storage.window(WindowStores.COVERAGE);
        if (stored != null) {
            return RollupCoverage.fromBytes(stored);
        }
        // Sources that an earlier version has read counted none.
        RollupCoverage coverage = new RollupCoverage(plan.sourcePartitions());
        for (int source = 0; source < plan.sourcePartitions(); source++) {
            if (frontiers.hasSpoken(source)) {
                coverage.observe(source, List.of(), Long.MAX_VALUE);
            }
        }
        return coverage;
    }

    /** Ends: from then on the windows are not answered for as the active copy. */
    public void close() {
        if (running != null) {
            running.uncommitted().close();
            running = null;
        }
    }

    private Running<A> running() {
        if (running == null) {
            throw new IllegalStateException("used before init");
        }
        return running;
    }

    /** Says that the task goes on, so whatever it wrote before has been committed. */
    public void previousCommitSucceeded() {
        running().uncommitted().committed();
    }

    /** To be called every {@link MergeWindows#TICK}: the task goes on, and commits when it is time. */
    public void tick(long now) {
        previousCommitSucceeded();
        if (pace.isDue(now)) {
            running().context().commit();
        }
    }

    /** Takes note of when something arrived that the task has read, beside the frontiers. */
    public void saw(long arrivalMillis) {
        pace.saw(arrivalMillis);
    }

    /** The common frontier, milliseconds; {@link Long#MIN_VALUE} while unknown. */
    public long clock() {
        Frontiers frontiers = running().frontiers();
        return frontiers.isKnown() ? frontiers.clock() : Long.MIN_VALUE;
    }

    /** Merges a written partial; returns how many tiles no longer keep its window. */
    public int add(String key, long eventMillis, WireReader partial) {
        Running<A> now = running();
        return now.windows().add(now.admission().keyFor(key, eventMillis), key, eventMillis, partial, clock());
    }

    /** The same for a partial at hand. */
    public int add(String key, long eventMillis, A partial) {
        Running<A> now = running();
        return now.windows().add(now.admission().keyFor(key, eventMillis), eventMillis, partial, clock());
    }

    /** Lets a window say what a restatement says; whether it does now. */
    public boolean restate(Routed.Restatement restatement) {
        A restated = plan.type().read(new WireReader(restatement.aggregate()));
        return running()
                .windows()
                .restate(
                        restatement.tile(),
                        restatement.key(),
                        restatement.start(),
                        restated,
                        restatement.spreads(),
                        clock());
    }

    /** True when every source partition has been read to its end marker. */
    public boolean hasEnded() {
        return running().frontiers().allEnded();
    }

    /** Takes note of how far a source partition has been read. */
    public void observe(Frontier frontier) {
        Frontiers frontiers = running().frontiers();
        pace.saw(frontier.millis());
        coverageChanged |=
                running().coverage().observe(frontier.sourcePartition(), frontier.rollups(), frontier.since());
        frontiersMoved |= frontiers.observe(frontier.sourcePartition(), frontier.millis());
        if (frontier.ended()) {
            frontiersMoved |= frontiers.observe(frontier.sourcePartition(), Frontiers.ENDED);
        }
    }

    /** Takes note of what a source without frontiers counts. */
    public void observe(Routed.Counted counted) {
        coverageChanged |= running().coverage().observe(counted.source(), counted.rollups(), counted.since());
    }

    /**
     * Publishes what is due, writes everything, and says how far this partition is complete: to be called before each
     * commit.
     *
     * @param now wall clock, milliseconds; stamps the records and paces the commits
     * @param closeAtEnd whether the end of the input closes open windows too, or only makes corrections due
     */
    public void commit(long now, boolean closeAtEnd) {
        Running<A> to = running();
        pace.committed(now);
        End end = !hasEnded() ? End.NOT_REACHED : closeAtEnd ? End.CLOSES_ALL : End.REVISES_ALL;
        Consumer<LiveWindows.Published<A>> publish =
                window -> to.context().forward(new Record<>(window.key().key(), new Publication.Window<>(window), now));
        long clock = clock();
        to.windows().commit(clock, end, publish);
        to.admission().drain(to.books()::putAdmitted);
        if (coverageChanged) {
            to.storage()
                    .putWindow(
                            WindowStores.COVERAGE,
                            to.coverage().toBytes(),
                            to.storage().window(WindowStores.COVERAGE));
            coverageChanged = false;
        }
        if (frontiersMoved) {
            to.books().putFrontiers(to.frontiers());
            frontiersMoved = false;
        }
        if (clock != Long.MIN_VALUE) {
            to.admission().forget(clock - plan.admittedFor().toMillis()).forEach(to.books()::forgetAdmitted);
            reportProgress(to, clock, now);
        }
    }

    private void reportProgress(Running<A> to, long clock, long now) {
        boolean ended = hasEnded() && to.windows().isSettled();
        if (clock != reported || ended != reportedEnd) {
            int partition = to.context().taskId().partition();
            to.context()
                    .forward(new Record<>(
                            KeyPartitioner.toPartition(partition),
                            new Publication.Progress<>(partition, clock, ended),
                            now));
            reported = clock;
            reportedEnd = ended;
        }
    }
}
