package dev.weir.topology.ingest;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The step {@code dead-letter}: a refused record's own key, value and headers, with its origin and the reason in further
 * headers. It is written in the same transaction that moves the source offset, so every refused record is there once.
 */
public final class DeadLetter extends ContextualProcessor<String, Ingested.Refused, byte[], byte[]> {

    public static final String REASON = "weir.reason";
    public static final String MESSAGE = "weir.message";
    public static final String FIELD = "weir.field";
    public static final String TOPIC = "weir.origin.topic";
    public static final String PARTITION = "weir.origin.partition";
    public static final String OFFSET = "weir.origin.offset";

    @Override
    public void process(Record<String, Ingested.Refused> record) {
        Ingested.Refused refused = record.value();
        Record<byte[], byte[]> letter =
                new Record<>(refused.key(), refused.value(), record.timestamp(), record.headers());
        Headers headers = letter.headers();
        add(headers, REASON, refused.reason().wireName());
        if (!refused.message().isEmpty()) {
            add(headers, MESSAGE, refused.message());
        }
        if (!refused.field().isEmpty()) {
            add(headers, FIELD, refused.field());
        }
        RecordMetadata origin = context()
                .recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a refused record without an origin"));
        add(headers, TOPIC, origin.topic());
        add(headers, PARTITION, Integer.toString(origin.partition()));
        add(headers, OFFSET, Long.toString(origin.offset()));
        context().forward(letter);
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
