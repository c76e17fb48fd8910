package dev.weir.topology.ingest;

import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.topology.enrich.CallEnricher;
import dev.weir.topology.enrich.EnrichOutcome;
import dev.weir.topology.enrich.Enrichment;
import dev.weir.topology.sampling.Decision;
import org.jspecify.annotations.Nullable;

/**
 * One record's way to a call: decoded, checked, placed in event time, priced and classified. Everything that can fail
 * happens here, before anything is counted.
 */
public final class Intake {

    private final RecordDecoder<TraceEvent> decoder;
    private final CallReader reader;
    private final CallEnricher enricher;
    private final EventTimeBounds bounds;

    /** What a record says of a call; valid until the next record is read. */
    record Found(SeriesKey series, TraceEvent event, long eventMicros, long ttftMicros, Enrichment enrichment) {

        /** The call, with the decision whether it is judged. */
        Ingested.Call toCall(long arrivalMillis, Decision sampling) {
            return new Ingested.Call(series, event, eventMicros, arrivalMillis, ttftMicros, enrichment, sampling);
        }

        /** 64 well mixed bits of the ids of its trace and span. */
        long hash() {
            return IdHash.of(event.getTraceId(), event.getSpanId());
        }

        /** Whether a time to first token came that cannot be right. */
        boolean hasImpossibleTtft() {
            return ttftMicros < 0 && event.getTimeToFirstTokenMicros() != null;
        }
    }

    public Intake(RecordDecoder<TraceEvent> decoder, CallReader reader, CallEnricher enricher, EventTimeBounds bounds) {
        this.decoder = decoder;
        this.reader = reader;
        this.enricher = enricher;
        this.bounds = bounds;
    }

    /**
     * The call of a record; empty when it is a span of another kind.
     *
     * @throws ReadingException if the record has to be refused
     */
    @Nullable
    Found read(byte @Nullable [] value, long arrivalMillis) throws ReadingException {
        TraceEvent event = decoder.decode(value);
        SeriesKey series = reader.series(event);
        long eventMicros = CallReader.eventMicros(event);
        checkTime(Math.floorDiv(eventMicros, 1000L), arrivalMillis);
        if (!CallReader.isCall(event)) {
            return null;
        }
        long ttft = CallReader.ttftMicros(event);
        EnrichOutcome outcome = enricher.enrich(event, eventMicros);
        if (outcome instanceof dev.weir.topology.enrich.Rejection rejection) {
            throw new ReadingException(Rejection.NEGATIVE_TOKENS, rejection.message());
        }
        return new Found(series, event, eventMicros, ttft, (Enrichment) outcome);
    }

    private void checkTime(long eventMillis, long arrivalMillis) throws ReadingException {
        Rejection outOfBounds = bounds.check(eventMillis, arrivalMillis);
        if (outOfBounds != null) {
            throw new ReadingException(
                    outOfBounds,
                    "event time is " + (eventMillis - arrivalMillis)
                            + " ms after arrival: expected within max_age before and max_ahead after");
        }
    }
}
