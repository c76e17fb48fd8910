package dev.weir.topology.aggregate;

import dev.weir.topology.aggregate.Routed.Frontier;
import dev.weir.topology.commit.CommitCycle;
import dev.weir.topology.wire.WireReader;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second level: windows and frontiers of one task, bound to its stores. What is in memory is in the stores after every
 * commit; {@link #open} reads it anew, so a task that is started again after a crash, in the same objects too, goes on
 * from what was committed. Not thread-safe.
 */
final class WindowMerge<A extends Mergeable<A>> {

    private static final Logger LOG = LoggerFactory.getLogger(WindowMerge.class);

    /** Windows that one task may keep in memory from one commit to the next. */
    static final int MOST_LIVE = 20_000;

    private final WindowKind<A> kind;
    private final WindowStores stores;
    private final int partitions;
    private final CommitCycle<String, Publication<A>> cycle;
    private @Nullable Running<A> running;

    /** What one start of the task works with. */
    private record Running<A extends Mergeable<A>>(
            WindowStores.Books books,
            Frontiers frontiers,
            RollupCoverage coverage,
            WindowStorage storage,
            Admission admission,
            LiveWindows<A> windows) {}

    private boolean frontiersMoved;
    private boolean coverageChanged;
    private final ToldFrontier progress;
    private boolean reportedEnd;

    /** @param partitions of the source topics, whose frontiers are awaited */
    WindowMerge(WindowKind<A> kind, int partitions, CommitCycle<String, Publication<A>> cycle) {
        this.kind = kind;
        this.stores = WindowStores.of(kind.name());
        this.partitions = partitions;
        this.cycle = cycle;
        this.progress = new ToldFrontier(kind::closesBetween);
    }

    /** Starts from what was committed, whatever was in memory. */
    void open() {
        ProcessorContext<?, ?> context = cycle.context();
        WindowStores.Books books = stores.books(context);
        Frontiers frontiers = books.frontiers(partitions);
        Admission admission = new Admission(kind.caps(), context.taskId().partition(), partitions);
        books.eachAdmitted((day, key) -> admission.restore(new Admission.Admitted(day, key)));
        WindowStorage storage = stores.open(context, books, cycle.writer(stores.windows()));
        LiveWindows<A> windows = new LiveWindows<>(
                kind.type(),
                kind.rules(),
                kind.openness(),
                kind.updates(),
                storage,
                MOST_LIVE,
                frontiers.isKnown() ? frontiers.clock() : Long.MIN_VALUE);
        running = new Running<>(books, frontiers, coverage(storage, frontiers), storage, admission, windows);
        frontiersMoved = false;
        coverageChanged = false;
        progress.clear();
        reportedEnd = false;
    }

    private RollupCoverage coverage(WindowStorage storage, Frontiers frontiers) {
        byte[] stored = storage.window(WindowStores.COVERAGE);
        if (stored != null) {
            return RollupCoverage.fromBytes(stored);
        }
        // Sources that an earlier version has read counted none.
        RollupCoverage coverage = new RollupCoverage(partitions);
        for (int source = 0; source < partitions; source++) {
            if (frontiers.hasFrontier(source)) {
                coverage.observe(source, List.of(), Long.MAX_VALUE);
            }
        }
        return coverage;
    }

    /** Ends. */
    void close() {
        running = null;
    }

    private Running<A> running() {
        if (running == null) {
            throw new IllegalStateException("used before init");
        }
        return running;
    }

    /** The common frontier, milliseconds; {@link Long#MIN_VALUE} while unknown. */
    long clock() {
        Frontiers frontiers = running().frontiers();
        return frontiers.isKnown() ? frontiers.clock() : Long.MIN_VALUE;
    }

    /** Merges a written partial; returns how many tiles no longer keep its window. */
    int add(String key, long eventMillis, WireReader partial) {
        Running<A> now = running();
        return now.windows().add(now.admission().keyFor(key, eventMillis), key, eventMillis, partial, clock());
    }

    /** The same for a partial at hand. */
    int add(String key, long eventMillis, A partial) {
        Running<A> now = running();
        return now.windows().add(now.admission().keyFor(key, eventMillis), eventMillis, partial, clock());
    }

    /** Lets a window say what a restatement says, and sends the difference to the windows of its rollups; whether it does now. */
    boolean restate(Routed.Restatement restatement, A restated) {
        A difference = running()
                .windows()
                .differenceTo(restatement.tile(), restatement.key(), restatement.start(), restated, clock());
        if (difference == null || kind.type().isNothing(difference)) {
            return difference != null;
        }
        adjust(restatement.key(), restatement, difference);
        byte[] written = difference.toBytes();
        for (String coarser : kind.rollups().keysOf().apply(restatement.key())) {
            Routed.Restatement adjustment = new Routed.Restatement(
                    coarser, restatement.tile(), restatement.start(), restatement.spreads(), written);
            cycle.context()
                    .forward(new Record<>(
                            coarser, new Publication.Adjustment<>(adjustment.toAdjustment()), cycle.now()));
        }
        return true;
    }

    /**
     * Adjusts the window of a rollup, or that which takes its key beyond the limit, by what the window of one of its keys was
     * restated by. One that has not counted all keys of that time misses the calls that the difference is of, and stays.
     */
    void adjust(Routed.Restatement adjustment) {
        String key = adjustment.key();
        OptionalLong whole = running().coverage().since(kind.caps().rollupOf().apply(key));
        if (whole.isEmpty() || whole.getAsLong() >= adjustment.start()) {
            return;
        }
        A difference = kind.type().read(new WireReader(adjustment.aggregate()));
        Caps.Overflow overflow = kind.caps().overflow();
        int partition = cycle.context().taskId().partition();
        boolean adjusted = adjust(key, adjustment, difference)
                || adjust(overflow.of(key, true, partition), adjustment, difference)
                || adjust(overflow.of(key, false, partition), adjustment, difference);
        if (!adjusted) {
            LOG.atWarn().addKeyValue("kind", kind.name()).log("window of a rollup not adjusted; it is open or gone");
        }
    }

    private boolean adjust(String key, Routed.Restatement window, A difference) {
        return running().windows().adjust(window.tile(), key, window.start(), difference, window.spreads(), clock());
    }

    /** True when every source partition has been read to its end marker. */
    boolean hasEnded() {
        return running().frontiers().allEnded();
    }

    /** Takes note of how far a source partition has been read. */
    void observe(Frontier frontier) {
        Frontiers frontiers = running().frontiers();
        coverageChanged |=
                running().coverage().observe(frontier.sourcePartition(), frontier.rollups(), frontier.since());
        frontiersMoved |= frontiers.observe(frontier.sourcePartition(), frontier.millis());
        if (frontier.ended()) {
            frontiersMoved |= frontiers.observe(frontier.sourcePartition(), Frontiers.ENDED);
        }
    }

    /** Takes note of what a source without frontiers counts. */
    void observe(Routed.Counted counted) {
        coverageChanged |= running().coverage().observe(counted.source(), counted.rollups(), counted.since());
    }

    /**
     * Publishes what is due, writes everything, and says how far this partition is complete: to be called before each
     * commit.
     *
     * @param now wall clock, milliseconds; stamps the records
     * @param closeAtEnd whether the end of the input closes open windows too, or only makes corrections due
     */
    void commit(long now, boolean closeAtEnd) {
        Running<A> to = running();
        InputEnd end = !hasEnded() ? InputEnd.NOT_REACHED : closeAtEnd ? InputEnd.CLOSES_ALL : InputEnd.REVISES_ALL;
        Consumer<LiveWindows.Published<A>> publish = window ->
                cycle.context().forward(new Record<>(window.key().key(), new Publication.Window<>(window), now));
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
            to.admission().forget(clock - kind.admittedFor().toMillis()).forEach(to.books()::forgetAdmitted);
            reportProgress(to, clock, now);
        }
    }

    private void reportProgress(Running<A> to, long clock, long now) {
        boolean ended = hasEnded() && to.windows().isSettled();
        if (progress.isDue(clock) || (ended && progress.isNews(clock)) || ended != reportedEnd) {
            int partition = cycle.context().taskId().partition();
            cycle.context()
                    .forward(new Record<>(
                            KeyPartitioner.toPartition(partition),
                            new Publication.Progress<>(
                                    partition, clock, kind.rules().completeUntil(clock), ended),
                            now));
            progress.tell(clock);
            reportedEnd = ended;
        }
    }
}
