package dev.weir.benchmarks.rows;

import dev.weir.benchmarks.measure.SourceMarks;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/** Clients whose consumers tell how much of the source has been polled; once a poll, so it costs nothing a call. */
final class CountingClients extends DefaultKafkaClientSupplier {

    private final String source;
    private final SourceMarks marks;

    CountingClients(String source, SourceMarks marks) {
        this.source = source;
        this.marks = marks;
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
            @Override
            public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
                int calls = 0;
                for (ConsumerRecord<byte[], byte[]> record : records.records(source)) {
                    calls += record.value() == null ? 0 : 1;
                }
                if (calls > 0) {
                    marks.read(calls);
                }
                return records;
            }
        };
    }
}
