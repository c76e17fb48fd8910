package dev.weir.topology.evaluation;

import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.headers.DeadLetterHeaders.Refusal;
import dev.weir.schemas.refusal.RefusedRecordException;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.topology.aggregate.Frontiers;
import dev.weir.topology.aggregate.Routed;
import dev.weir.topology.commit.CommitCycle;
import dev.weir.topology.commit.Counters;
import dev.weir.topology.commit.StepStores;
import dev.weir.topology.commit.Uncommitted;
import java.time.Duration;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The steps {@code join-by-span} and {@code join-by-response}: an evaluation meets the call that it names, whichever of the
 * two comes first, and becomes a score. One that has waited for its span in vain goes on to its response id. How long
 * it waits is told by the frontiers of the sources, so an outage of one gives nothing up. After every commit
 * {@code read = joined + unusable + onward + expired + forgotten-early + those that wait}.
 */
public final class JoinEvaluations implements Processor<String, byte[], String, JoinResult>, RoutedReference.Receiver {

    /** Why a record of others is refused. */
    private enum Refused {
        NOT_ROUTED
    }

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
            Uncommitted uncommitted) {

        CommitCycle.Stores cycle() {
            return new CommitCycle.Stores(stores.counters(), stores.hook());
        }
    }

    private final Parts parts;
    private final CommitCycle<String, JoinResult> cycle;
    private final Counters counters;
    private Frontiers frontiers;
    private @Nullable JoinStore memory;
    private long timestamp;

    private JoinEvaluations(Parts parts) {
        this.parts = parts;
        this.cycle = new CommitCycle<>(parts.cycle(), parts.uncommitted());
        this.counters = cycle.counters();
        this.frontiers = new Frontiers(parts.partitions());
    }

    public static ProcessorSupplier<String, byte[], String, JoinResult> supplier(Parts parts) {
        EvaluationStores stores = parts.stores();
        return StepStores.supplier(
                () -> new JoinEvaluations(parts), parts.cycle().after(StepStores.bytes(stores.memory())));
    }

    @Override
    public void init(ProcessorContext<String, JoinResult> context) {
        cycle.open(context);
        memory = new JoinStore(context.getStateStore(parts.stores().memory()), parts.config());
        frontiers = new Frontiers(parts.partitions());
        cycle.start(this::commit);
    }

    @Override
    public void close() {
        cycle.close();
    }

    @Override
    public void process(Record<String, byte[]> record) {
        cycle.previousCommitSucceeded();
        if (cycle.isPoison()) {
            throw cycle.refusal(true);
        }
        if (!RoutedReference.isRouted(record.value())) {
            throw new RefusedRecordException(
                    new Refusal(Refused.NOT_ROUTED, "expected what the step before sends"), true);
        }
        timestamp = record.timestamp();
        RoutedReference.read(record.value(), this);
        cycle.processed();
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
        if (newestArrival != Long.MIN_VALUE) {
            cycle.saw(newestArrival);
        }
        if (frontier != null) {
            frontiers.observe(frontier.sourcePartition(), frontier.ended() ? Frontiers.ENDED : frontier.millis());
        }
    }

    @Override
    public void evaluation(PendingEvaluation asked) {
        counters.add(Counters.READ);
        cycle.saw(asked.arrivalMillis());
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
        cycle.context()
                .forward(new Record<>(
                        score.getScoreId(),
                        new JoinResult.Scored(parts.codec().encode(Topics.SCORES, score)),
                        timestamp));
    }

    private void giveUp(PendingEvaluation asked, String reason) {
        if (canGoOn(asked)) {
            counters.add(ONWARD);
            String key = RouteEvaluations.partitionFor(JoinKey.BY_RESPONSE, asked, parts.partitions());
            cycle.context().forward(new Record<>(key, new JoinResult.Onward(RoutedReference.of(asked)), timestamp));
        } else {
            counters.add(reason);
        }
    }

    /** What is done before each commit: who has waited in vain leaves, and everything that changed is written. */
    private void commit(long now) {
        timestamp = now;
        if (frontiers.isKnown()) {
            long clock = frontiers.clock();
            memory().waiting().takeDue(clock).forEach(asked -> giveUp(asked, EXPIRED));
            memory().calls().forget(clock - parts.config().retention().toMillis());
        }
        memory().commit();
        counters.of(CALLS_FORGOTTEN_EARLY).add(memory().calls().takeForgottenEarly());
    }

    private JoinStore memory() {
        return Objects.requireNonNull(memory, "used before init");
    }
}
