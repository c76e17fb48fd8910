package dev.weir.topology.evaluation;

import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.topology.aggregate.Frontiers;
import dev.weir.topology.aggregate.MergeWindows;
import dev.weir.topology.aggregate.Routed;
import dev.weir.topology.commit.CommitHook;
import dev.weir.topology.commit.CommitPace;
import dev.weir.topology.commit.Counters;
import dev.weir.topology.commit.StepStores;
import dev.weir.topology.commit.Uncommitted;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The steps {@code join-by-span} and {@code join-by-response}: an evaluation meets the call that it names, whichever of the
 * two comes first, and becomes a score. One that has waited for its span in vain goes on to its response id. How long
 * it waits is told by the frontiers of the sources, so an outage of one gives nothing up. After every commit
 * {@code read = joined + unusable + onward + expired + forgotten-early + those that wait}.
 */
public final class JoinEvaluations implements Processor<String, byte[], String, JoinResult>, RoutedReference.Receiver {

    /** Became a score. */
    static final String JOINED = "joined";
    /** Found its call, and says nothing that can be used: a value that is no number or beyond 1e9, and no label. */
    static final String UNUSABLE = "unusable";
    /** Named no span that came, and looks by its response id. */
    static final String ONWARD = "onward";
    /** Found no call in time. */
    static final String EXPIRED = "expired";
    /** Given up before its time, because too many waited. */
    static final String FORGOTTEN_EARLY = "forgotten-early";
    /** Calls that were forgotten before their time, because too many had to be remembered; not part of the equation. */
    static final String CALLS_FORGOTTEN_EARLY = "calls-forgotten-early";

    /** How long a span is waited for where a response id is known too: evaluators often emit in a span of their own. */
    static final Duration SPAN_FIRST = Duration.ofSeconds(30);

    /**
     * What the step needs.
     *
     * @param partitions of every topic
     */
    public record Parts(
            JoinKey stage,
            EvaluationsConfig config,
            int partitions,
            AvroCodec codec,
            EvaluationStores stores,
            Uncommitted uncommitted) {}

    private final Parts parts;
    private final Counters counters = new Counters();
    private final CommitPace pace = new CommitPace();
    private Frontiers frontiers;
    private @Nullable JoinStore memory;
    private @Nullable ProcessorContext<String, JoinResult> context;
    private long timestamp;

    private JoinEvaluations(Parts parts) {
        this.parts = parts;
        this.frontiers = new Frontiers(parts.partitions());
    }

    public static ProcessorSupplier<String, byte[], String, JoinResult> supplier(Parts parts) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<String, byte[], String, JoinResult> get() {
                return new JoinEvaluations(parts);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                EvaluationStores stores = parts.stores();
                return StepStores.inOrder(
                        StepStores.bytes(stores.memory()),
                        Counters.store(stores.counters()),
                        CommitHook.named(stores.hook()));
            }
        };
    }

    @Override
    public void init(ProcessorContext<String, JoinResult> newContext) {
        context = newContext;
        counters.open(newContext, parts.stores().counters(), parts.uncommitted());
        memory = new JoinStore(newContext.getStateStore(parts.stores().memory()), parts.config());
        frontiers = new Frontiers(parts.partitions());
        pace.clear();
        CommitHook.set(newContext, parts.stores().hook(), this::commit);
        newContext.schedule(MergeWindows.TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    private void tick(long now) {
        counters.previousCommitSucceeded();
        if (pace.isDue(now)) {
            context().commit();
        }
    }

    @Override
    public void close() {
        counters.close();
    }

    @Override
    public void process(Record<String, byte[]> record) {
        counters.previousCommitSucceeded();
        timestamp = record.timestamp();
        RoutedReference.read(record.value(), this);
    }

    @Override
    public void call(long key, byte[] reference) {
        memory().calls().add(key, reference);
        for (PendingEvaluation asked : memory().waiting().take(key)) {
            join(asked, CallReference.fromBytes(reference));
        }
    }

    @Override
    public void endOfCalls(long newestArrival, Routed.@Nullable Frontier frontier) {
        memory().calls().arrived(newestArrival);
        if (frontier != null) {
            pace.saw(frontier.millis());
            frontiers.observe(frontier.sourcePartition(), frontier.ended() ? Frontiers.ENDED : frontier.millis());
        }
    }

    @Override
    public void evaluation(PendingEvaluation asked) {
        counters.add(Counters.READ);
        pace.saw(asked.arrivalMillis());
        long key = parts.stage().keyOf(asked.evaluation());
        CallReference call = memory().calls().find(key);
        if (call != null) {
            join(asked, call);
            return;
        }
        WaitingEvaluations waiting = memory().waiting();
        waiting.add(key, asked.arrivalMillis() + patience(asked).toMillis(), asked);
        if (waiting.size() > parts.config().maxWaiting()) {
            giveUp(waiting.takeFirst(), FORGOTTEN_EARLY);
        }
    }

    private Duration patience(PendingEvaluation asked) {
        Duration wait = parts.config().patience();
        return canGoOn(asked) && wait.compareTo(SPAN_FIRST) > 0 ? SPAN_FIRST : wait;
    }

    private boolean canGoOn(PendingEvaluation asked) {
        return parts.stage() == JoinKey.BY_SPAN && JoinKey.BY_RESPONSE.keyOf(asked.evaluation()) != JoinKey.NONE;
    }

    private void join(PendingEvaluation asked, CallReference call) {
        Score score = Observations.of(asked.evaluation(), call);
        if (score == null) {
            counters.add(UNUSABLE);
            return;
        }
        counters.add(JOINED);
        context()
                .forward(new Record<>(
                        score.getScoreId(),
                        new JoinResult.Scored(parts.codec().encode(Topics.SCORES, score)),
                        timestamp));
    }

    private void giveUp(PendingEvaluation asked, String reason) {
        if (canGoOn(asked)) {
            counters.add(ONWARD);
            String key = RouteEvaluations.partitionFor(JoinKey.BY_RESPONSE, asked, parts.partitions());
            context().forward(new Record<>(key, new JoinResult.Onward(RoutedReference.of(asked)), timestamp));
        } else {
            counters.add(reason);
        }
    }

    /** What is done before each commit: who has waited in vain leaves, and everything that changed is written. */
    private void commit(long now) {
        pace.committed(now);
        timestamp = now;
        if (frontiers.isKnown()) {
            long clock = frontiers.clock();
            memory().waiting().takeDue(clock).forEach(asked -> giveUp(asked, EXPIRED));
            memory().calls().forget(clock - parts.config().retention().toMillis());
        }
        memory().commit();
        counters.of(CALLS_FORGOTTEN_EARLY).add(memory().calls().takeForgottenEarly());
        counters.commit();
    }

    private JoinStore memory() {
        return Objects.requireNonNull(memory, "used before init");
    }

    private ProcessorContext<String, JoinResult> context() {
        return Objects.requireNonNull(context, "used before init");
    }
}
