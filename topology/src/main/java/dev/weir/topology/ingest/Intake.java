package dev.weir.topology.ingest;

import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.topology.call.CallView;
import dev.weir.topology.enrich.CallEnricher;
import dev.weir.topology.enrich.EnrichOutcome;
import dev.weir.topology.enrich.Enrichment;
import dev.weir.topology.enrich.TokenContradiction;
import dev.weir.topology.record.ReadingException;
import dev.weir.topology.record.RecordDecoder;
import dev.weir.topology.record.Rejection;
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
    private final CallView view;

    /** What a record says of a call; valid until the next record is read. */
    record Found(SeriesKey series, CallView event, long eventMicros, long ttftMicros, Enrichment enrichment) {

        /** The call, with the decision whether it is judged. */
        Ingested.Call toCall(long arrivalMillis, Decision sampling) {
            return new Ingested.Call(series, event, eventMicros, arrivalMillis, ttftMicros, enrichment, sampling);
        }

        /** 64 well mixed bits of the ids of its trace and span. */
        long hash() {
            return event.fingerprint();
        }

        /** Whether a time to first token came that cannot be right. */
        boolean hasImpossibleTtft() {
            return ttftMicros < 0 && event.timeToFirstTokenMicros() != CallView.ABSENT;
        }
    }

    public Intake(RecordDecoder<TraceEvent> decoder, CallReader reader, CallEnricher enricher, EventTimeBounds bounds) {
        this.decoder = decoder;
        this.reader = reader;
        this.enricher = enricher;
        this.bounds = bounds;
        this.view = decoder.newView();
    }

    /**
     * The call of a record; empty when it is a span of another kind.
     *
     * @throws ReadingException if the record has to be refused
     */
    @Nullable
    Found read(byte @Nullable [] value, long arrivalMillis) throws ReadingException {
        decoder.read(value, view);
        CallView event = view;
        SeriesKey series = reader.series(event);
        long eventMicros = CallReader.eventMicros(event);
        checkTime(Math.floorDiv(eventMicros, 1000L), arrivalMillis);
        if (!CallReader.isCall(event)) {
            return null;
        }
        CallReader.requireCountableTokens(event);
        long ttft = CallReader.ttftMicros(event);
        EnrichOutcome outcome = enricher.enrich(event, eventMicros);
        if (outcome instanceof TokenContradiction contradiction) {
            throw new ReadingException(Rejection.NEGATIVE_TOKENS, contradiction.message());
        }
        return new Found(series, event, eventMicros, ttft, (Enrichment) outcome);
    }

    /** The latest event time of a call that arrived by a time, milliseconds since the epoch. */
    long latestEventTime(long arrivalMillis) {
        return bounds.latest(arrivalMillis);
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
