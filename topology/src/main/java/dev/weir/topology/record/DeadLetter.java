package dev.weir.topology.record;

import dev.weir.schemas.headers.DeadLetterHeaders.Origin;
import dev.weir.schemas.headers.DeadLetterHeaders.Refusal;
import dev.weir.schemas.headers.DeadLetterRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The step that writes a refused record as a {@link DeadLetterRecord}. It is
 * written in the same transaction that moves the source offset, so every refused record is there once.
 */
public final class DeadLetter extends ContextualProcessor<String, RefusedRecord, byte[], byte[]> {

    @Override
    public void process(Record<String, RefusedRecord> record) {
        RefusedRecord refused = record.value();
        RecordMetadata origin = context()
                .recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a refused record without an origin"));
        DeadLetterRecord letter = DeadLetterRecord.of(
                refused.key(),
                refused.value(),
                record.headers(),
                new Origin(origin.topic(), origin.partition(), origin.offset()),
                new Refusal(refused.reason(), refused.message(), refused.field()));
        context().forward(new Record<>(letter.key(), letter.value(), record.timestamp(), letter.headers()));
    }
}
