package dev.weir.alerting;

import dev.weir.alerting.window.UnsoundWindowException;
import dev.weir.alerting.window.Window;
import dev.weir.alerting.window.WindowSource;
import dev.weir.schemas.avro.Progress;
import dev.weir.schemas.headers.DeadLetterHeaders;
import dev.weir.schemas.headers.DeadLetterHeaders.Origin;
import dev.weir.schemas.headers.DeadLetterHeaders.Refusal;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.UndecodableRecordException;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Step {@code decode-windows}: bytes to windows and progress. What cannot be read leaves as it came, with its origin and the
 * reason in headers. A registry out of reach is no such case: the exception stops the task, and nothing is lost.
 */
final class DecodeWindows extends ContextualProcessor<String, byte @Nullable [], String, DecodedRecord> {

    /** Why a record that can be decoded is refused. */
    private enum WindowRefusal {
        UNEXPECTED_RECORD,
        UNSOUND_WINDOW
    }

    private final AvroCodec codec;
    private final AlertingMetrics metrics;

    DecodeWindows(AvroCodec codec, AlertingMetrics metrics) {
        this.codec = codec;
        this.metrics = metrics;
    }

    @Override
    public void process(Record<String, byte @Nullable []> record) {
        metrics.recordRead();
        byte[] bytes = record.value() == null ? new byte[0] : record.value();
        try {
            SpecificRecord decoded = codec.decodeAny(bytes);
            Optional<Window> window = Window.of(decoded);
            if (window.isPresent()) {
                forward(record, new DecodedRecord.OfWindow(window.get()));
            } else if (decoded instanceof Progress progress) {
                WindowSource source = WindowSource.ofTopic(topic());
                forward(record, new DecodedRecord.OfProgress(source, completeUntil(progress)));
            } else {
                String name = decoded.getSchema().getName();
                refuse(
                        record,
                        bytes,
                        WindowRefusal.UNEXPECTED_RECORD,
                        name + ": expected WindowStats, WindowQuality, WindowSpend or Progress");
            }
        } catch (UndecodableRecordException e) {
            refuse(record, bytes, e.reason(), String.valueOf(e.getMessage()));
        } catch (UnsoundWindowException e) {
            refuse(record, bytes, WindowRefusal.UNSOUND_WINDOW, String.valueOf(e.getMessage()));
        }
    }

    private void forward(Record<String, byte @Nullable []> record, DecodedRecord value) {
        context().forward(record.withValue(value));
    }

    private void refuse(Record<String, byte @Nullable []> record, byte[] bytes, Enum<?> reason, String detail) {
        metrics.recordRefused();
        Record<String, DecodedRecord> refused = record.withValue(new DecodedRecord.DeadLetter(bytes));
        RecordMetadata origin = context()
                .recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a refused record without an origin"));
        DeadLetterHeaders.write(
                refused.headers(),
                new Origin(origin.topic(), origin.partition(), origin.offset()),
                new Refusal(reason, detail));
        context().forward(refused);
    }

    /** The end of a recording says nothing of what would have come after it. */
    private static @Nullable Instant completeUntil(Progress progress) {
        return progress.getEnded() ? null : progress.getCompleteUntil();
    }

    private String topic() {
        return context().recordMetadata().map(RecordMetadata::topic).orElse("");
    }
}
