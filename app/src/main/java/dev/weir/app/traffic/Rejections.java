package dev.weir.app.traffic;

import dev.weir.schemas.Topics;
import dev.weir.schemas.headers.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What the readers of a topic reject of the records that a sender wrote to it, told from the dead letters. Opened before the
 * first record is sent. Not thread-safe.
 */
public final class Rejections implements AutoCloseable {

    private static final Duration STEP = Duration.ofMillis(200);

    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> letters;
    private final String group;

    /**
     * Begins at the present end of the dead letters.
     *
     * @param client settings of Kafka clients
     * @param group consumer group of the readers
     */
    public Rejections(Map<String, Object> client, String group) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.group = group;
        this.admin = Admin.create(client);
        this.letters = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = letters.partitionsFor(Topics.DEAD_LETTERS.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        letters.assign(partitions);
        letters.seekToEnd(partitions);
        partitions.forEach(letters::position);
    }

    /**
     * Rejected records by reason, once the readers have read all that was sent.
     *
     * @param patience longest time to wait for the readers
     * @return empty when they have not read it by then, so that nothing is known
     */
    public Optional<SortedMap<String, Long>> of(String topic, SentOffsets sent, Duration patience)
            throws InterruptedException {
        if (letters.assignment().isEmpty()) {
            return Optional.empty(); // no instance has ever been there to reject anything
        }
        long deadline = System.nanoTime() + patience.toNanos();
        SortedMap<String, Long> rejected = new TreeMap<>();
        while (!isRead(topic, sent)) {
            if (System.nanoTime() >= deadline) {
                return Optional.empty();
            }
            poll(topic, sent, rejected);
        }
        Map<TopicPartition, Long> ends = letters.endOffsets(letters.assignment());
        while (ends.entrySet().stream().anyMatch(end -> letters.position(end.getKey()) < end.getValue())) {
            poll(topic, sent, rejected);
        }
        return Optional.of(rejected);
    }

    private boolean isRead(String topic, SentOffsets sent) throws InterruptedException {
        try {
            Map<TopicPartition, OffsetAndMetadata> read = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(10, TimeUnit.SECONDS);
            return sent.ends().entrySet().stream().allMatch(end -> {
                OffsetAndMetadata committed = read.get(new TopicPartition(topic, end.getKey()));
                return committed != null && committed.offset() >= end.getValue();
            });
        } catch (ExecutionException | TimeoutException e) {
            return false; // asked again until the patience ends, and then nothing is known
        }
    }

    private void poll(String topic, SentOffsets sent, Map<String, Long> rejected) {
        for (ConsumerRecord<byte[], byte[]> letter : letters.poll(STEP)) {
            if (text(letter, DeadLetterHeaders.TOPIC).equals(topic) && isSent(letter, sent)) {
                rejected.merge(text(letter, DeadLetterHeaders.REASON), 1L, Long::sum);
            }
        }
    }

    /** Anybody may write to the topic: an origin that is no place is nobody's. */
    private static boolean isSent(ConsumerRecord<byte[], byte[]> letter, SentOffsets sent) {
        try {
            return sent.contains(
                    Integer.parseInt(text(letter, DeadLetterHeaders.PARTITION)),
                    Long.parseLong(text(letter, DeadLetterHeaders.OFFSET)));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String text(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        letters.close();
        admin.close();
    }
}
