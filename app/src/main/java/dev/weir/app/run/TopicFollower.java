package dev.weir.app.run;

import dev.weir.schemas.Topic;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.UndecodableRecordException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads committed records of one type from the start of some topics, all partitions, in no group. Not thread-safe. */
public final class TopicFollower<T extends SpecificRecord> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AvroCodec codec;
    private final Class<T> type;

    public TopicFollower(Map<String, Object> client, AvroCodec codec, List<Topic> topics, Class<T> type) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.codec = codec;
        this.type = type;
        Collection<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Hands over what has arrived; waits for it at most so long. */
    public void poll(Duration timeout, BiConsumer<TopicPartition, T> to) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
            SpecificRecord decoded = decoded(record);
            if (type.isInstance(decoded)) {
                to.accept(new TopicPartition(record.topic(), record.partition()), type.cast(decoded));
            }
        }
    }

    /** The record; absent where it is none of ours, as anybody may have written it. */
    private @Nullable SpecificRecord decoded(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return null;
        }
        try {
            return codec.decodeAny(record.value());
        } catch (UndecodableRecordException e) {
            LOG.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("reason", e.reason())
                    .log("unreadable record passed over");
            return null;
        }
    }

    /** Hands over everything up to the present end. */
    public void readToEnd(BiConsumer<TopicPartition, T> to) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            poll(Duration.ofMillis(200), to);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
