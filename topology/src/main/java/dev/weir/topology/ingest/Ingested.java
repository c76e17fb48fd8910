package dev.weir.topology.ingest;

import dev.weir.schemas.SeriesKey;
import dev.weir.topology.call.CallView;
import dev.weir.topology.enrich.Enrichment;
import dev.weir.topology.otlp.Evaluation;
import dev.weir.topology.record.RefusedRecord;
import dev.weir.topology.sampling.Decision;
import java.util.List;

/** What reading the source topics gives. */
public sealed interface Ingested {

    /** What was refused; at most one record. */
    default List<RefusedRecord> refusals() {
        return List.of();
    }

    /**
     * One model invocation that counts.
     *
     * @param event what the record says, until the next record is read
     * @param eventMicros end of the span, microseconds since the epoch
     * @param arrivalMillis when the broker took the record, milliseconds since the epoch
     * @param ttftMicros time to first token, or -1 when it is unmeasured or cannot be right
     * @param sampling whether the call is to be judged; decided here, once, and only logged from here on
     */
    record Call(
            SeriesKey series,
            CallView event,
            long eventMicros,
            long arrivalMillis,
            long ttftMicros,
            Enrichment enrichment,
            Decision sampling)
            implements Ingested {

        public long eventMillis() {
            return Math.floorDiv(eventMicros, 1000L);
        }
    }

    /** A record, or a part of one, that was refused. */
    record Rejected(RefusedRecord refused) implements Ingested {

        @Override
        public List<RefusedRecord> refusals() {
            return List.of(refused);
        }
    }

    /** Result of another evaluator for a call that was or will be read, here or elsewhere. */
    record Evaluated(Evaluation evaluation, long arrivalMillis) implements Ingested {}

    /**
     * Partial aggregates on their way to one partition of their merge.
     *
     * @param fold kind of the aggregates
     * @param batch as the engine wrote it
     */
    record Batch(String fold, byte[] batch) implements Ingested {}
}
