package dev.weir.app.proof;

import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Progress;
import dev.weir.schemas.headers.EndOfInput;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A test's own clients of its Kafka: it sends calls, waits for offsets and frontiers, and reads what was committed. */
final class Wire implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(100);
    /** A group's coordinator may take minutes to be found again when brokers die on machines with much to do. */
    private static final int PATIENCE_MILLIS = 180_000;

    final AvroCodec codec = new AvroCodec(new EmbeddedRegistry());
    final Admin admin;
    final int partitions;
    private final String bootstrapServers;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Supplier<String> lastWords;

    /** @param lastWords what to say of the processes when waiting was in vain */
    Wire(String bootstrapServers, int partitions, Supplier<String> lastWords) {
        this.bootstrapServers = bootstrapServers;
        this.partitions = partitions;
        this.lastWords = lastWords;
        this.admin =
                Admin.create(Map.of("bootstrap.servers", bootstrapServers, "default.api.timeout.ms", PATIENCE_MILLIS));
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "linger.ms",
                        20,
                        "acks",
                        "all",
                        "max.request.size",
                        4 << 20,
                        "compression.type",
                        "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends a record; the partition follows from its key. */
    Future<RecordMetadata> send(Topic topic, String key, byte[] value) {
        return producer.send(new ProducerRecord<>(topic.name(), bytes(key), value));
    }

    /** Sends a record and says when the broker has acknowledged it. */
    void send(Topic topic, String key, byte[] value, Callback callback) {
        producer.send(new ProducerRecord<>(topic.name(), bytes(key), value), callback);
    }

    /** Sends a record that arrived at a time, to a recorded topic. */
    void sendAt(Topic topic, String key, SpecificRecord value, long arrivalMillis) {
        producer.send(new ProducerRecord<>(topic.name(), null, arrivalMillis, bytes(key), codec.encode(topic, value)));
    }

    /** Sends a record to one partition. */
    Future<RecordMetadata> sendTo(Topic topic, int partition, String key, byte[] value) {
        return producer.send(new ProducerRecord<>(topic.name(), partition, bytes(key), value));
    }

    /** Sends anything anywhere. */
    Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        return producer.send(record);
    }

    /** Says that the calls end here. */
    void endCalls(long arrivalMillis) {
        for (int partition = 0; partition < partitions; partition++) {
            producer.send(EndOfInput.marker(Topics.TRACES.name(), partition, arrivalMillis));
        }
    }

    void flush() {
        producer.flush();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Records of a topic that the topology has committed to have read. */
    long committed(Topic topic) {
        Map<TopicPartition, OffsetAndMetadata> offsets = get(
                admin.listConsumerGroupOffsets(MonitoringProcess.APPLICATION).partitionsToOffsetAndMetadata());
        return partitionsOf(topic).stream()
                .map(offsets::get)
                .mapToLong(offset -> offset == null ? 0 : offset.offset())
                .sum();
    }

    /** Records in a topic. */
    long written(Topic topic) {
        return offsets(topic, OffsetSpec.latest());
    }

    /** Records at the beginning of a topic that are no longer there. */
    long deleted(Topic topic) {
        return offsets(topic, OffsetSpec.earliest());
    }

    private long offsets(Topic topic, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitionsOf(topic).forEach(partition -> wanted.put(partition, which));
        return get(admin.listOffsets(wanted).all()).values().stream()
                .mapToLong(end -> end.offset())
                .sum();
    }

    void awaitCommitted(Topic topic, long count, Duration atMost) {
        await(
                () -> committed(topic) >= count,
                atMost,
                () -> "committed " + committed(topic) + " of " + topic.name() + ", wanted " + count);
    }

    /**
     * Waits until everything read so far is counted and published: every partition's windows are complete up to a time
     * that lies a correction interval after now, so no correction of it is outstanding.
     *
     * @return that time, in milliseconds since the epoch
     */
    long awaitSettled(Duration atMost) {
        long after = System.currentTimeMillis() + Rig.CORRECTION_INTERVAL.toMillis() + 2_000;
        awaitFrontier(after, atMost);
        return after;
    }

    /** Waits until every partition's windows are published up to a time, in milliseconds since the epoch. */
    void awaitFrontier(long after, Duration atMost) {
        long[] reached = new long[partitions];
        try (KafkaConsumer<byte[], byte[]> consumer = reader()) {
            consumer.assign(partitionsOf(Topics.WINDOW_STATS));
            consumer.seekToBeginning(partitionsOf(Topics.WINDOW_STATS));
            await(
                    () -> slowest(consumer, reached) >= after,
                    atMost,
                    () -> "frontiers " + Arrays.toString(reached) + ", wanted " + after);
        }
    }

    private long slowest(KafkaConsumer<byte[], byte[]> consumer, long[] reached) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
            if (codec.decodeAny(record.value()) instanceof Progress progress) {
                reached[record.partition()] = progress.getFrontier().toEpochMilli();
            }
        }
        return Arrays.stream(reached).min().orElseThrow();
    }

    private KafkaConsumer<byte[], byte[]> reader() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "max.poll.records",
                        5_000,
                        "max.partition.fetch.bytes",
                        8 << 20),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Waits for a condition. */
    void await(BooleanSupplier condition, Duration atMost, Supplier<String> otherwise) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + atMost + ": " + otherwise.get() + "\n" + lastWords.get());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Committed records of a kind in a topic, in the order of each partition. */
    <T extends SpecificRecord> List<T> read(Topic topic, Class<T> type) {
        List<T> records = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : letters(topic)) {
            SpecificRecord decoded = codec.decodeAny(record.value());
            if (type.isInstance(decoded)) {
                records.add(type.cast(decoded));
            }
        }
        return records;
    }

    /** Committed records of a topic as they are; up to the last one that no open transaction stands before. */
    List<ConsumerRecord<byte[], byte[]>> letters(Topic topic) {
        return letters(partitionsOf(topic));
    }

    List<ConsumerRecord<byte[], byte[]>> letters(Collection<TopicPartition> all) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = reader()) {
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    private List<TopicPartition> partitionsOf(Topic topic) {
        return partitionsOf(topic.name());
    }

    List<TopicPartition> partitionsOf(String topic) {
        return IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker refused", e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        admin.close(Duration.ofSeconds(5));
    }
}
