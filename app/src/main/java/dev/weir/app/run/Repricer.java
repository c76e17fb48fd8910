package dev.weir.app.run;

import dev.weir.app.config.WeirConfig;
import dev.weir.schemas.Topic;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.topology.Repricing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Counts hours once more from the source topics, under the prices of now, and sends what their windows should say to the
 * instances that hold them. Reads as many arrivals as calls of an hour may have: the hour and {@code topology.max_age}.
 * Not thread-safe.
 */
public final class Repricer implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LARGEST_FETCH = 8 * 1024 * 1024;

    private final WeirConfig config;
    private final Inputs inputs;
    private final AvroCodec codec;
    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;

    /** @param clientSettings of a Kafka client */
    public Repricer(WeirConfig config, Inputs inputs, AvroCodec codec, Map<String, Object> clientSettings) {
        this.config = config;
        this.inputs = inputs;
        this.codec = codec;
        Map<String, Object> reading = new HashMap<>(clientSettings);
        reading.put("isolation.level", "read_committed");
        reading.put("enable.auto.commit", false);
        reading.put("max.partition.fetch.bytes", LARGEST_FETCH);
        this.consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Map<String, Object> writing = new HashMap<>(clientSettings);
        writing.put("acks", "all");
        this.producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Counts one hour.
     *
     * @param hour its start
     * @return what its windows should say; nothing has been sent
     */
    public Repricing recount(Instant hour) {
        Repricing repricing = new Repricing(
                config.topology(),
                codec,
                inputs.prices().prices(),
                Demands.of(inputs.rules()),
                config.topics().partitions(),
                hour);
        List<TopicPartition> partitions = partitions();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Set<TopicPartition> reading = seek(repricing.firstArrival(), ends);
        long last = repricing.lastArrival().toEpochMilli();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!reading.isEmpty()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new IllegalStateException("nothing came of " + reading + " for " + PATIENCE.toSeconds()
                        + " s: expected brokers that answer");
            }
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (record.timestamp() <= last) {
                    repricing.read(
                            record.topic(), record.partition(), record.timestamp(), record.key(), record.value());
                } else {
                    reading.remove(new TopicPartition(record.topic(), record.partition()));
                }
            }
            reading.removeIf(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
            consumer.pause(partitions.stream()
                    .filter(partition -> !reading.contains(partition))
                    .toList());
        }
        return repricing;
    }

    private List<TopicPartition> partitions() {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : Repricing.topics(config.topology(), codec)) {
            for (int partition = 0; partition < config.topics().partitions(); partition++) {
                partitions.add(new TopicPartition(topic, partition));
            }
        }
        return partitions;
    }

    /** Goes to the first record that came at a time or later; gives the partitions that have one. */
    private Set<TopicPartition> seek(Instant first, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> times = new HashMap<>();
        ends.keySet().forEach(partition -> times.put(partition, first.toEpochMilli()));
        Set<TopicPartition> reading = new HashSet<>();
        for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
                consumer.offsetsForTimes(times).entrySet()) {
            if (found.getValue() == null) {
                consumer.seek(found.getKey(), ends.getOrDefault(found.getKey(), 0L));
            } else {
                consumer.seek(found.getKey(), found.getValue().offset());
                reading.add(found.getKey());
            }
        }
        consumer.resume(ends.keySet());
        return reading;
    }

    /**
     * Sends what the windows of an hour should say.
     *
     * @return how many windows by topic, when the brokers have acknowledged all of them
     * @throws IllegalStateException if they have not; what was sent is taken over, and may be sent again
     */
    public Map<String, Integer> send(Repricing repricing) throws InterruptedException {
        Map<String, Integer> sent = new HashMap<>();
        List<Future<RecordMetadata>> acknowledged = new ArrayList<>();
        repricing.tell((Topic topic, String key, byte[] restatement) -> {
            acknowledged.add(producer.send(
                    new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.UTF_8), restatement)));
            sent.merge(topic.name(), 1, Integer::sum);
        });
        producer.flush();
        for (Future<RecordMetadata> one : acknowledged) {
            try {
                one.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("what windows should say was not acknowledged: do it again", e);
            }
        }
        return sent;
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
    }
}
