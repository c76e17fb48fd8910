package dev.weir.topology.ingest;

import dev.weir.schemas.EndOfInput;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.topology.aggregate.Frontiers;
import dev.weir.topology.aggregate.WindowStores;
import dev.weir.topology.call.CallView;
import dev.weir.topology.enrich.CallEnricher;
import dev.weir.topology.enrich.EnrichOutcome;
import dev.weir.topology.enrich.Enrichment;
import dev.weir.topology.ingest.Ingested.Call;
import dev.weir.topology.ingest.Ingested.Frontier;
import dev.weir.topology.ingest.Ingested.Refused;
import dev.weir.topology.sampling.SamplingStep;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code read-calls}: decodes, normalises, prices and classifies every record, decides once whether the call is
 * to be judged, and says how far its source partition has been read. Everything that can fail happens before anything is
 * forwarded, so a refused record leaves no trace but its counter and its dead letter.
 */
public final class ReadCalls implements Processor<byte[], byte[], String, Ingested> {

    /** How often the frontier is sent, wall clock. */
    static final Duration SEND_FRONTIER = Duration.ofMillis(200);

    /** A partition read to its end is complete up to the wall clock less this, for records on their way. */
    static final Duration ON_THE_WAY = Duration.ofSeconds(1);

    private static final long NOTHING = Long.MIN_VALUE;

    /**
     * What the step needs.
     *
     * @param recorded whether an end marker ends its partition; in a live topic it is a record without a value
     */
    public record Parts(
            RecordDecoder<TraceEvent> decoder,
            CallReader reader,
            CallEnricher enricher,
            EventTimeBounds bounds,
            Supplier<SamplingStep> sampling,
            SourceProgress progress,
            boolean recorded,
            String sourceTopic,
            String counterStore,
            String rateStore) {}

    private final Parts parts;
    private final SamplingStep sampling;
    private final CallView view;
    private final Counters counters = new Counters();
    private @Nullable ProcessorContext<String, Ingested> context;
    private long arrived = NOTHING;
    private long sent = NOTHING;
    private long lastProcessed = -1;
    private boolean ended;

    private ReadCalls(Parts parts) {
        this.parts = parts;
        this.sampling = parts.sampling().get();
        this.view = parts.decoder().newView();
    }

    public static ProcessorSupplier<byte[], byte[], String, Ingested> supplier(Parts parts) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], byte[], String, Ingested> get() {
                return new ReadCalls(parts);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return WindowStores.inOrder(
                        Counters.store(parts.counterStore()), WindowStores.store(parts.rateStore()));
            }
        };
    }

    @Override
    public void init(ProcessorContext<String, Ingested> newContext) {
        context = newContext;
        counters.open(newContext, parts.counterStore());
        sampling.open(newContext);
        arrived = NOTHING;
        sent = NOTHING;
        lastProcessed = -1;
        ended = false;
        parts.progress().restart(source());
        newContext.schedule(SEND_FRONTIER, PunctuationType.WALL_CLOCK_TIME, this::sendFrontier);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        ProcessorContext<String, Ingested> to = started();
        lastProcessed = to.recordMetadata().map(RecordMetadata::offset).orElse(lastProcessed);
        arrived = Math.max(arrived, record.timestamp());
        if (parts.recorded() && EndOfInput.isMarker(record.headers(), record.value())) {
            ended = true;
            return;
        }
        counters.add(Counters.READ);
        try {
            Call call = read(record);
            if (call != null) {
                counters.add(Counters.COUNTED);
                if (call.sampling().sampled()) {
                    counters.add(Counters.SAMPLED);
                }
                to.forward(new Record<>(call.series().text(), call, record.timestamp()));
            }
        } catch (ReadingException e) {
            counters.add(e.reason());
            Refused refused = new Refused(e.reason(), String.valueOf(e.getMessage()), record.key(), record.value());
            to.forward(new Record<>("", refused, record.timestamp(), record.headers()));
        }
    }

    private @Nullable Call read(Record<byte[], byte[]> record) throws ReadingException {
        CallView event = view;
        parts.decoder().read(record.value(), event);
        SeriesKey series = parts.reader().series(event);
        long eventMicros = CallReader.eventMicros(event);
        Rejection outOfBounds = parts.bounds().check(Math.floorDiv(eventMicros, 1000L), record.timestamp());
        if (outOfBounds != null) {
            throw new ReadingException(
                    outOfBounds,
                    "event time is " + (Math.floorDiv(eventMicros, 1000L) - record.timestamp())
                            + " ms after arrival: expected within max_age before and max_ahead after");
        }
        if (!CallReader.isCall(event)) {
            counters.add(Counters.OTHER_SPANS);
            return null;
        }
        long ttft = CallReader.ttftMicros(event);
        EnrichOutcome outcome = parts.enricher().enrich(event, eventMicros);
        if (outcome instanceof dev.weir.topology.enrich.Rejection rejection) {
            throw new ReadingException(Rejection.NEGATIVE_TOKENS, rejection.message());
        }
        Enrichment enrichment = (Enrichment) outcome;
        if (ttft < 0 && event.timeToFirstTokenMicros() != CallView.ABSENT) {
            counters.add(Counters.IMPOSSIBLE_TTFT);
        }
        return new Call(
                series,
                event,
                eventMicros,
                record.timestamp(),
                ttft,
                enrichment,
                sampling.decide(series, event, enrichment, record.timestamp()));
    }

    private void sendFrontier(long now) {
        ProcessorContext<String, Ingested> to = started();
        long frontier = ended ? Frontiers.ENDED : arrived;
        if (!ended && parts.progress().isReadToEnd(source(), lastProcessed)) {
            frontier = Math.max(frontier, now - ON_THE_WAY.toMillis());
        }
        if (frontier <= sent) {
            return;
        }
        int partition = to.taskId().partition();
        if (ended && arrived != NOTHING) {
            to.forward(new Record<>("", new Frontier(partition, arrived), now));
        }
        to.forward(new Record<>("", new Frontier(partition, frontier), now));
        sent = frontier;
    }

    private TopicPartition source() {
        return new TopicPartition(parts.sourceTopic(), started().taskId().partition());
    }

    private ProcessorContext<String, Ingested> started() {
        return Objects.requireNonNull(context, "used before init");
    }
}
