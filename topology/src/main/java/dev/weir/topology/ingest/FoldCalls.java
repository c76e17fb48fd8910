package dev.weir.topology.ingest;

import dev.weir.schemas.headers.EndOfInput;
import dev.weir.topology.aggregate.KeyPartitioner;
import dev.weir.topology.aggregate.Routed;
import dev.weir.topology.commit.CommitCycle;
import dev.weir.topology.commit.Counters;
import dev.weir.topology.commit.StepStores;
import dev.weir.topology.commit.Uncommitted;
import dev.weir.topology.ingest.Ingested.Batch;
import dev.weir.topology.ingest.Ingested.Call;
import dev.weir.topology.ingest.Ingested.Evaluated;
import dev.weir.topology.ingest.SourceFrontiers.Reading;
import dev.weir.topology.otlp.Evaluation;
import dev.weir.topology.record.ReadingException;
import dev.weir.topology.record.RefusedRecord;
import dev.weir.topology.record.Rejection;
import dev.weir.topology.sampling.SamplingStep;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code fold-calls}: reads every record once, recognises the ones it has counted already, folds the calls into
 * partial aggregates and, before each commit, sends these on behind each other with the frontier of its source partitions.
 * At once it forwards only what is rare: calls taken for judging, evaluations and refused records. A record that cannot be
 * read leaves no trace but its counter and its dead letter, because everything that can fail happens before anything is
 * folded.
 */
public final class FoldCalls implements Processor<byte[], byte[], String, Ingested> {

    /**
     * A refused part stands with its resource. A record of a megabyte that has thousands of parts and one large resource
     * would become gigabytes of dead letters, so only as much is kept as the record is large, twice, and this.
     */
    private static final long LEAST_KEPT_BYTES = 1_000_000;

    private static final String LEFT_OUT =
            "the part is left out, since with their resource the refused parts of its record are larger than twice the record";

    /** So many partials are sent without waiting for the commit, to bound the memory of a flood of keys. */
    private static final int MOST_PARTIALS = 50_000;

    /**
     * What the step needs.
     *
     * @param sources read alike; each task reads the same partition of all of them
     * @param recorded whether an end marker ends its partition; in a live topic it is a record without a value
     */
    public record Parts(
            Supplier<Intake> intake,
            DuplicatesConfig duplicates,
            Supplier<SamplingStep> sampling,
            Supplier<List<CallFold>> folds,
            SourceProgress progress,
            boolean recorded,
            List<Feed.Source> sources,
            Stores stores,
            Uncommitted uncommitted) {}

    /** Names of the step's stores. */
    public record Stores(String counters, String fingerprints, String rates, String hook) {

        CommitCycle.Stores cycle() {
            return new CommitCycle.Stores(counters, hook);
        }
    }

    private final Parts parts;
    private final GuardedIntake intake;
    private final SamplingStep sampling;
    private final RememberedCalls remembered;
    private final List<CallFold> folds;
    private final CommitCycle<String, Ingested> cycle;
    private final Counters counters;
    private Counters.Counter read;
    private Counters.Counter counted;
    private final SourceFrontiers frontiers;
    private final Taking taking = new Taking();
    private long sent;
    private boolean endSent;
    private boolean folded;

    private FoldCalls(Parts parts) {
        this.parts = parts;
        this.cycle = new CommitCycle<>(parts.stores().cycle(), parts.uncommitted());
        this.counters = cycle.counters();
        this.read = counters.of(Counters.READ);
        this.counted = counters.of(Counters.COUNTED);
        this.intake = new GuardedIntake(parts.intake().get(), KafkaException.class::isInstance);
        this.sampling = parts.sampling().get();
        this.remembered = new RememberedCalls(parts.duplicates(), parts.stores().fingerprints());
        this.folds = parts.folds().get();
        this.frontiers = new SourceFrontiers(parts.sources(), parts.progress());
    }

    public static ProcessorSupplier<byte[], byte[], String, Ingested> supplier(Parts parts) {
        Stores stores = parts.stores();
        return StepStores.supplier(
                () -> new FoldCalls(parts),
                stores.cycle().after(StepStores.bytes(stores.fingerprints()), StepStores.bytes(stores.rates())));
    }

    @Override
    public void init(ProcessorContext<String, Ingested> context) {
        cycle.open(context);
        read = counters.of(Counters.READ);
        counted = counters.of(Counters.COUNTED);
        frontiers.open(context.taskId().partition());
        sampling.open(context);
        remembered.open(context);
        folds.forEach(CallFold::forget);
        sent = SourceFrontiers.UNKNOWN;
        endSent = false;
        folded = false;
        cycle.start(this::commit, this::tick);
    }

    @Override
    public void close() {
        cycle.close();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        ProcessorContext<String, Ingested> to = cycle.context();
        cycle.previousCommitSucceeded();
        RecordMetadata origin = to.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record without a topic and an offset"));
        Reading reading = frontiers.read(origin.topic(), origin.offset(), record.timestamp());
        cycle.saw(frontiers.arrived());
        if (parts.recorded() && EndOfInput.isMarker(record.headers(), record.value())) {
            reading.end();
            return;
        }
        if (cycle.isPoison()) {
            read.add();
            counters.add(Rejection.ENDED_ITS_TASK);
            throw cycle.refusal(false);
        }
        taking.begin(record);
        try {
            reading.feed().read(record.key(), record.value(), taking);
        } catch (ReadingException e) {
            read.add();
            refuse(new RefusedRecord(e.reason(), e.message(), "", record.key(), record.value()), record);
        }
        cycle.processed();
    }

    /** Takes what a record holds, part by part. */
    private final class Taking implements Feed.Visitor {

        private @Nullable Record<byte[], byte[]> record;

        /** Bytes of refused parts that may still be kept of this record. */
        private long room;

        void begin(Record<byte[], byte[]> next) {
            record = next;
            room = LEAST_KEPT_BYTES + 2L * (next.value() == null ? 0 : next.value().length);
        }

        @Override
        public void event(byte @Nullable [] event) {
            Record<byte[], byte[]> of = record();
            read.add();
            try {
                Intake.Found found = intake.read(event, of.timestamp());
                if (found == null) {
                    counters.add(Counters.OTHER_SPANS);
                } else if (remembered.isKnown(found.hash(), frontiers.arrived())) {
                    counters.add(Counters.DUPLICATES);
                } else {
                    fold(found, of);
                }
            } catch (ReadingException e) {
                refuse(new RefusedRecord(e.reason(), e.message(), "", of.key(), event), of);
            }
        }

        @Override
        public void ignored(String counter) {
            read.add();
            counters.add(counter);
        }

        @Override
        public void refused(Rejection reason, String field, byte[] part) {
            read.add();
            Record<byte[], byte[]> of = record();
            boolean kept = part.length <= room;
            room -= kept ? part.length : 0;
            refuse(new RefusedRecord(reason, kept ? "" : LEFT_OUT, field, of.key(), kept ? part : null), of);
        }

        @Override
        public void evaluated(Evaluation evaluation) {
            counters.add(Counters.EVALUATIONS);
            long arrival = record().timestamp();
            cycle.context().forward(new Record<>("", new Evaluated(evaluation, arrival), arrival));
        }

        @Override
        public void noted(String counter) {
            counters.add(counter);
        }

        private Record<byte[], byte[]> record() {
            return Objects.requireNonNull(record, "used before process");
        }
    }

    private void refuse(RefusedRecord refused, Record<byte[], byte[]> record) {
        counters.add(refused.reason());
        cycle.context().forward(new Record<>("", new Ingested.Rejected(refused), record.timestamp(), record.headers()));
    }

    private void fold(Intake.Found found, Record<byte[], byte[]> record) {
        counted.add();
        folded = true;
        if (found.hasImpossibleTtft()) {
            counters.add(Counters.IMPOSSIBLE_TTFT);
        }
        Call call = found.toCall(
                record.timestamp(),
                sampling.decide(found.series(), found.event(), found.enrichment(), record.timestamp()));
        int partials = 0;
        for (CallFold fold : folds) {
            fold.add(call);
            partials += fold.size();
        }
        if (call.sampling().sampled()) {
            counters.add(Counters.SAMPLED);
            cycle.context().forward(new Record<>(call.series().text(), call, record.timestamp()));
        }
        if (partials > MOST_PARTIALS) {
            send(null, record.timestamp());
        }
    }

    /** A frontier that somebody awaits leaves promptly, also where nothing is read. */
    private void tick(long now) {
        long frontier = frontiers.common(now);
        for (CallFold fold : folds) {
            if (fold.awaits(frontier)) {
                cycle.awaits(frontier);
            }
        }
    }

    /** What is done before each commit: partials and frontier leave, counters and fingerprints are written. */
    private void commit(long now) {
        long frontier = frontiers.common(now);
        boolean ended = frontiers.ended();
        boolean news = folded || frontier > sent || (ended && !endSent);
        send(news ? frontier(frontier, ended) : null, now);
        sent = Math.max(sent, frontier);
        endSent = ended;
        folded = false;
        counters.of(Counters.FORGOTTEN_EARLY).add(remembered.takeForgottenEarly());
        remembered.commit(read.count());
        for (CallFold fold : folds) {
            if (fold.size() > 0) {
                throw new IllegalStateException(fold.size() + " partials of " + fold.name() + " miss the commit");
            }
        }
    }

    /** The folds add which rollups they count; every task is told with whatever was counted, wherever its key went. */
    private Routed.Frontier frontier(long millis, boolean ended) {
        long since = frontiers.since();
        return new Routed.Frontier(
                frontiers.partition(),
                millis,
                ended,
                since == Long.MAX_VALUE ? since : intake.latestEventTime(since),
                List.of());
    }

    private void send(Routed.@Nullable Frontier frontier, long now) {
        ProcessorContext<String, Ingested> to = cycle.context();
        for (CallFold fold : folds) {
            fold.drain(
                    frontier,
                    (batch, partition) -> to.forward(
                            new Record<>(KeyPartitioner.toPartition(partition), new Batch(fold.name(), batch), now)));
        }
    }
}
