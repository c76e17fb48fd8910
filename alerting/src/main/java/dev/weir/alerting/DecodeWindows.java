package dev.weir.alerting;

import dev.weir.schemas.avro.Progress;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.schemas.avro.WindowSpend;
import dev.weir.schemas.avro.WindowStats;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.UndecodableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Step {@code decode-windows}: bytes to windows and progress. What cannot be read leaves as it came, with its origin and the
 * reason in headers. A registry out of reach is no such case: the exception stops the task, and nothing is lost.
 */
final class DecodeWindows extends ContextualProcessor<String, byte @Nullable [], String, WindowRecord> {

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
            if (decoded instanceof WindowStats stats) {
                forward(record, new WindowRecord.Window(ReadWindow.of(stats)));
            } else if (decoded instanceof WindowQuality quality) {
                forward(record, new WindowRecord.Window(ReadWindow.of(quality)));
            } else if (decoded instanceof WindowSpend spend) {
                forward(record, new WindowRecord.Spend(ReadSpend.of(spend)));
            } else if (decoded instanceof Progress progress) {
                WindowSource source = WindowSource.ofTopic(topic());
                forward(record, new WindowRecord.Progressed(source, progress.getFrontier(), progress.getEnded()));
            } else {
                String name = decoded.getSchema().getName();
                refuse(
                        record,
                        bytes,
                        "unexpected_record",
                        name + ": expected WindowStats, WindowQuality, WindowSpend or Progress");
            }
        } catch (UndecodableRecordException e) {
            refuse(record, bytes, e.reason().name().toLowerCase(Locale.ROOT), String.valueOf(e.getMessage()));
        } catch (UnsoundWindowException e) {
            refuse(record, bytes, "unsound_window", String.valueOf(e.getMessage()));
        }
    }

    private void forward(Record<String, byte @Nullable []> record, WindowRecord value) {
        context().forward(record.withValue(value));
    }

    private void refuse(Record<String, byte @Nullable []> record, byte[] bytes, String reason, String detail) {
        metrics.recordRefused();
        Record<String, WindowRecord> refused = record.withValue(new WindowRecord.Refused(bytes));
        Headers headers = refused.headers();
        context().recordMetadata().ifPresent((RecordMetadata origin) -> {
            add(headers, "weir.origin.topic", String.valueOf(origin.topic()));
            add(headers, "weir.origin.partition", String.valueOf(origin.partition()));
            add(headers, "weir.origin.offset", String.valueOf(origin.offset()));
        });
        add(headers, "weir.reason", reason);
        add(headers, "weir.message", detail);
        context().forward(refused);
    }

    private String topic() {
        return context().recordMetadata().map(RecordMetadata::topic).orElse("");
    }

    private static void add(Headers headers, String key, String value) {
        headers.add(key, value.getBytes(StandardCharsets.UTF_8));
    }
}
