package dev.weir.alerting;

import dev.weir.alerting.window.UnsoundWindowException;
import dev.weir.alerting.window.Window;
import dev.weir.alerting.window.WindowSource;
import dev.weir.schemas.avro.Progress;
import dev.weir.schemas.headers.DeadLetterHeaders.Origin;
import dev.weir.schemas.headers.DeadLetterHeaders.Refusal;
import dev.weir.schemas.headers.DeadLetterRecord;
import dev.weir.schemas.refusal.PoisonRecords;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.UndecodableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Step {@code decode-windows}: bytes to windows and progress. What cannot be read leaves as it came, with its origin and the
 * reason in headers. A registry out of reach is no such case: the exception stops the task, and nothing is lost.
 */
final class DecodeWindows
        extends ContextualProcessor<byte @Nullable [], byte @Nullable [], byte @Nullable [], DecodedRecord> {

    /** Why a record that can be decoded is refused. */
    private enum WindowRefusal {
        UNEXPECTED_RECORD,
        UNSOUND_WINDOW
    }

    /** Further ahead of its publication no live window begins. */
    private static final Duration MOST_AHEAD = Duration.ofDays(1);

    private final AvroCodec codec;
    private final AlertingTopology.Clock clock;
    private final AlertingMetrics metrics;
    private PoisonRecords poisons = PoisonRecords.of(Map.of());

    DecodeWindows(AvroCodec codec, AlertingMetrics metrics, AlertingTopology.Clock clock) {
        this.codec = codec;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<byte @Nullable [], DecodedRecord> context) {
        super.init(context);
        poisons = PoisonRecords.of(context.appConfigs());
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        metrics.recordRead();
        RecordMetadata at = origin();
        Origin origin = new Origin(at.topic(), at.partition(), at.offset());
        if (!poisons.isEmpty() && poisons.holds(origin)) {
            metrics.recordRefused();
            throw poisons.refusal(origin, true);
        }
        byte[] bytes = record.value() == null ? new byte[0] : record.value();
        try {
            SpecificRecord decoded = codec.decodeAny(bytes);
            Optional<Window> window = Window.of(decoded);
            if (window.isPresent()) {
                requirePast(window.get().bounds().start(), record.timestamp());
                forward(record, new DecodedRecord.OfWindow(window.get()));
            } else if (decoded instanceof Progress progress) {
                WindowSource source = WindowSource.ofTopic(at.topic());
                requirePast(progress.getCompleteUntil(), record.timestamp());
                forward(record, new DecodedRecord.OfProgress(source, completeUntil(progress)));
            } else {
                String name = decoded.getSchema().getName();
                refuse(
                        record,
                        WindowRefusal.UNEXPECTED_RECORD,
                        name + ": expected WindowStats, WindowQuality, WindowSpend or Progress");
            }
        } catch (UndecodableRecordException e) {
            refuse(record, e.reason(), String.valueOf(e.getMessage()));
        } catch (UnsoundWindowException | ArithmeticException e) {
            refuse(record, WindowRefusal.UNSOUND_WINDOW, String.valueOf(e.getMessage()));
        }
    }

    /** One window of days to come would make all that follow late, and silence the alerts of its subject. */
    private void requirePast(@Nullable Instant time, long published) {
        if (clock == AlertingTopology.Clock.LIVE
                && time != null
                && time.isAfter(Instant.ofEpochMilli(published).plus(MOST_AHEAD))) {
            throw new UnsoundWindowException(
                    time + " is more than " + MOST_AHEAD.toHours() + " h after its publication");
        }
    }

    private void forward(Record<byte @Nullable [], byte @Nullable []> record, DecodedRecord value) {
        context().forward(new Record<>(record.key(), value, record.timestamp()));
    }

    private void refuse(Record<byte @Nullable [], byte @Nullable []> record, Enum<?> reason, String detail) {
        metrics.recordRefused();
        RecordMetadata origin = origin();
        DeadLetterRecord letter = DeadLetterRecord.of(
                record.key(),
                record.value(),
                record.headers(),
                new Origin(origin.topic(), origin.partition(), origin.offset()),
                new Refusal(reason, detail));
        context()
                .forward(new Record<>(
                        letter.key(),
                        new DecodedRecord.DeadLetter(letter.value()),
                        record.timestamp(),
                        letter.headers()));
    }

    /** The end of a recording says nothing of what would have come after it. */
    private static @Nullable Instant completeUntil(Progress progress) {
        return progress.getEnded() ? null : progress.getCompleteUntil();
    }

    private RecordMetadata origin() {
        return context()
                .recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record without a topic and an offset"));
    }
}
