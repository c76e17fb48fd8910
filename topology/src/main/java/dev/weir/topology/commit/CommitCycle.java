package dev.weir.topology.commit;

import dev.weir.schemas.headers.DeadLetterHeaders.Origin;
import dev.weir.schemas.refusal.PoisonRecords;
import dev.weir.schemas.refusal.RefusedRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The life of one task of a stateful step, from one commit to the next: its counters, its hook, its pace, and the notes of
 * what its stores held before. {@link #open} reads what was committed, {@link #start} begins, and before each commit the
 * step writes what it holds in memory and the cycle writes the counters. The same object may be opened again after a
 * crash. Not thread-safe.
 *
 * @param <K> key that the step forwards
 * @param <V> value that the step forwards
 */
public final class CommitCycle<K, V> {

    /** How often a task that receives nothing notes the time and may ask for a commit, wall clock. */
    public static final Duration TICK = Duration.ofMillis(100);

    private final Stores stores;
    private final Uncommitted uncommitted;
    private final Counters counters = new Counters();
    private final CommitPace pace = new CommitPace();
    private final List<Uncommitted.Writer> writers = new ArrayList<>();
    private @Nullable ProcessorContext<K, V> context;
    private @Nullable CommitHook hook;
    private PoisonRecords poisons = PoisonRecords.of(Map.of());
    private long now;

    /** Records since the last commit. */
    private long records;

    /** Of how many records one may be at fault that the task could not commit. */
    private long suspected;

    /** Of them, those behind which is done what is done before a commit. */
    private long toRehearse;

    private boolean rehearsing;

    /** Whether something was written by a rehearsal since the last commit. */
    private boolean rehearsed;

    /**
     * Names of the stores that a cycle owns.
     *
     * @param counters absent where the step counts nothing
     * @param hook holds nothing
     */
    public record Stores(@Nullable String counters, String hook) {

        /** Builders of them, after those of the step itself. */
        public Set<StoreBuilder<?>> after(StoreBuilder<?>... own) {
            Set<StoreBuilder<?>> all = new LinkedHashSet<>(List.of(own));
            if (counters != null) {
                all.add(Counters.store(counters));
            }
            all.add(CommitHook.named(hook));
            return all;
        }
    }

    public CommitCycle(Stores stores, Uncommitted uncommitted) {
        this.stores = stores;
        this.uncommitted = uncommitted;
    }

    /** Reads what was committed, whatever was in memory. */
    public void open(ProcessorContext<K, V> newContext) {
        context = newContext;
        now = newContext.currentSystemTimeMs();
        writers.clear();
        pace.clear();
        records = 0;
        poisons = PoisonRecords.of(newContext.appConfigs());
        suspected = poisons.suspectFor(String.valueOf(newContext.taskId()));
        toRehearse = suspected;
        rehearsing = false;
        rehearsed = false;
        if (stores.counters() != null) {
            counters.open(newContext, stores.counters(), uncommitted);
        }
    }

    /**
     * Begins, once the step has read its own stores.
     *
     * @param beforeCommit what the step forwards and writes before each commit
     */
    public void start(CommitHook.Action beforeCommit) {
        start(beforeCommit, wallClock -> {});
    }

    /**
     * Begins, once the step has read its own stores.
     *
     * @param beforeCommit what the step forwards and writes before each commit
     * @param onTick what it does every {@link #TICK}, before it may ask for a commit
     */
    public void start(CommitHook.Action beforeCommit, LongConsumer onTick) {
        CommitHook.set(context(), stores.hook(), wallClock -> {
            now = wallClock;
            if (!rehearsing) {
                pace.committed(wallClock);
                rehearsed = false;
            }
            commit(beforeCommit, wallClock);
        });
        hook = context().getStateStore(stores.hook());
        context().schedule(TICK, PunctuationType.WALL_CLOCK_TIME, wallClock -> {
            now = wallClock;
            previousCommitSucceeded();
            onTick.accept(wallClock);
            askForCommit(wallClock);
        });
    }

    private void commit(CommitHook.Action beforeCommit, long wallClock) {
        try {
            beforeCommit.beforeCommit(wallClock);
            if (stores.counters() != null) {
                counters.commit();
            }
            records = 0;
        } catch (RuntimeException e) {
            poisons.commitFailed(String.valueOf(context().taskId()), Math.max(records, suspected), e);
            throw e;
        }
    }

    private void askForCommit(long wallClock) {
        if (pace.isDue(wallClock, uncommitted.readers().areThere(wallClock))) {
            context().commit();
        }
    }

    /** To be called before each record: the task goes on, so whatever it wrote before has been committed. */
    public void previousCommitSucceeded() {
        if (rehearsed) {
            return; // what was written since is not committed
        }
        counters.previousCommitSucceeded();
        for (int i = 0; i < writers.size(); i++) {
            writers.get(i).committed();
        }
    }

    /** Whether the record at hand has ended its task twice and must not be processed; costs nothing while there is none. */
    public boolean isPoison() {
        return !poisons.isEmpty()
                && context()
                        .recordMetadata()
                        .filter(at -> poisons.holds(origin(at)))
                        .isPresent();
    }

    /**
     * The refusal of the record at hand, to be thrown before anything has changed for it.
     *
     * @param keepsValue as {@link RefusedRecordException} takes it
     */
    public RefusedRecordException refusal(boolean keepsValue) {
        return poisons.refusal(origin(context().recordMetadata().orElseThrow()), keepsValue);
    }

    /** To be called behind each record: where the task failed to commit, it is found out which record is at fault. */
    public void processed() {
        records++;
        if (toRehearse > 0) {
            toRehearse--;
            rehearse();
        }
    }

    private void rehearse() {
        RecordMetadata at = context().recordMetadata().orElseThrow();
        rehearsing = true;
        rehearsed = true;
        try {
            Objects.requireNonNull(hook, "used before start").flushCache();
        } catch (RuntimeException e) {
            poisons.failed(origin(at), e);
            throw e;
        } finally {
            rehearsing = false;
        }
    }

    private static Origin origin(RecordMetadata at) {
        return new Origin(at.topic(), at.partition(), at.offset());
    }

    /** Takes note of when something arrived that was read, milliseconds since the epoch; it paces the commits. */
    public void saw(long arrivalMillis) {
        pace.saw(arrivalMillis);
    }

    /** Takes note of a frontier that the next commit tells others of, or closes windows at, and that is awaited. */
    public void awaits(long frontierMillis) {
        pace.awaits(frontierMillis);
    }

    /** The side that notes what a further store of the step held before; from {@link #open} to {@link #close}. */
    public Uncommitted.Writer writer(String store) {
        Uncommitted.Writer writer = uncommitted.writer(store, context().taskId().partition());
        writers.add(writer);
        return writer;
    }

    /** Counters of the step; a counter that is kept is to be asked for again after {@link #open}. */
    public Counters counters() {
        return counters;
    }

    /** Wall clock as of the last tick or commit, milliseconds. */
    public long now() {
        return now;
    }

    /** @throws NullPointerException if the cycle was not opened */
    public ProcessorContext<K, V> context() {
        return Objects.requireNonNull(context, "used before init");
    }

    /** Ends: from then on the stores are not answered for as the active copy. */
    public void close() {
        counters.close();
        writers.forEach(Uncommitted.Writer::close);
        writers.clear();
    }
}
