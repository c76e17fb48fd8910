package dev.weir.benchmarks;

import dev.weir.app.config.TopicsConfig;
import dev.weir.app.kafka.TopicSetup;
import dev.weir.app.traffic.Arrival;
import dev.weir.benchmarks.calls.Data;
import dev.weir.benchmarks.calls.SeededCalls;
import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;
import dev.weir.schemas.headers.EndOfInput;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics of one benchmark run: made, loaded with calls in recorded time, read, weighed and thrown away. */
public final class Cluster {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final String bootstrapServers;
    private final int partitions;

    public Cluster(String bootstrapServers, int partitions) {
        this.bootstrapServers = bootstrapServers;
        this.partitions = partitions;
    }

    /** Creates the topics of a replay. */
    void prepare() {
        prepare(Topics.all().stream().map(Topic::recorded).toList());
    }

    /** Creates topics and waits until each can be written. */
    public void prepare(Collection<Topic> topics) {
        try (Admin admin = admin()) {
            new TopicSetup(admin, new TopicsConfig(partitions, 1), DEADLINE).prepare(topics);
        }
    }

    /**
     * Writes calls, stamped with their simulated arrival, then the end marker of every partition.
     *
     * @return bytes of all values
     */
    long load(Data data, long count) {
        AvroCodec codec = new AvroCodec(new EmbeddedRegistry());
        SeededCalls calls = new SeededCalls(data, count);
        long bytes = 0;
        long last = SeededCalls.START.toEpochMilli();
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            while (calls.hasNext()) {
                Arrival arrival = calls.next();
                last = arrival.at().toEpochMilli();
                byte[] value = codec.encode(Topics.TRACES, arrival.event());
                bytes += value.length;
                byte[] key = arrival.event().getTraceId().getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(Topics.TRACES.name(), null, last, key, value));
            }
            for (int partition = 0; partition < partitions; partition++) {
                producer.send(EndOfInput.marker(Topics.TRACES.name(), partition, last));
            }
        }
        return bytes;
    }

    /** A producer as services have it: lz4, a little lingering. */
    public KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 20, "compression.type", "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** A consumer of committed records at the beginning of a topic. */
    public KafkaConsumer<byte[], byte[]> reader(Topic topic) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
        return consumer;
    }

    /** Bytes of the logs of all topics with a prefix, by topic without it. */
    public Map<String, Long> logBytes(String prefix) {
        Map<String, Long> sizes = new TreeMap<>();
        try (Admin admin = admin()) {
            int broker = get(admin.describeCluster().nodes()).iterator().next().id();
            get(admin.describeLogDirs(List.of(broker)).allDescriptions())
                    .values()
                    .forEach(directories -> directories
                            .values()
                            .forEach(directory -> directory.replicaInfos().forEach((partition, replica) -> {
                                if (partition.topic().startsWith(prefix)) {
                                    String name = partition.topic().substring(prefix.length());
                                    sizes.merge(name, replica.size(), Long::sum);
                                }
                            })));
        }
        return sizes;
    }

    /** Deletes all topics with a prefix. */
    public void delete(String prefix) {
        try (Admin admin = admin()) {
            List<String> names = get(admin.listTopics().names()).stream()
                    .filter(name -> name.startsWith(prefix))
                    .toList();
            get(admin.deleteTopics(names).all());
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    private static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the broker did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while waiting for the broker", e);
        }
    }
}
