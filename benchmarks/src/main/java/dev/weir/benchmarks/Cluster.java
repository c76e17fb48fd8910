package dev.weir.benchmarks;

import dev.weir.app.TopicSetup;
import dev.weir.app.TopicsConfig;
import dev.weir.app.traffic.Arrival;
import dev.weir.app.traffic.GeneratedTraffic;
import dev.weir.app.traffic.ProductionFigures;
import dev.weir.app.traffic.TimeRange;
import dev.weir.schemas.EndOfInput;
import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.AvroCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics of one benchmark run, loaded with generated calls in recorded time. */
final class Cluster {

    static final int PARTITIONS = 4;

    private static final long SEED = 1;
    private static final Instant START = Instant.parse("2026-11-20T00:00:00Z");
    private static final Duration LONGEST = Duration.ofDays(60);

    private final String bootstrapServers;

    Cluster(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Creates the topics. */
    void prepare() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            new TopicSetup(admin, new TopicsConfig(PARTITIONS, 1), Duration.ofSeconds(30))
                    .prepare(Topics.all().stream().map(Topic::recorded).toList());
        }
    }

    /**
     * Writes calls, then the end marker of every partition.
     *
     * @param lean without texts
     * @return bytes of all values
     */
    long load(AvroCodec codec, int events, boolean lean) {
        GeneratedTraffic traffic =
                new GeneratedTraffic(SEED, ProductionFigures.load(), new TimeRange(START, START.plus(LONGEST)));
        long bytes = 0;
        Instant last = START;
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 20, "compression.type", "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < events; i++) {
                Arrival arrival = traffic.next();
                last = arrival.at();
                byte[] value = codec.encode(Topics.TRACES, lean ? withoutTexts(arrival.event()) : arrival.event());
                bytes += value.length;
                byte[] key = arrival.event().getTraceId().getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(
                        Topics.TRACES.name(), null, arrival.at().toEpochMilli(), key, value));
            }
            for (int partition = 0; partition < PARTITIONS; partition++) {
                producer.send(EndOfInput.marker(Topics.TRACES.name(), partition, last.toEpochMilli()));
            }
        }
        return bytes;
    }

    private static TraceEvent withoutTexts(TraceEvent event) {
        return TraceEvent.newBuilder(event)
                .setSystemText(null)
                .setInputText(null)
                .setOutputText(null)
                .setDocuments(null)
                .setToolCalls(null)
                .setReferenceText(null)
                .build();
    }

    /** A consumer at the beginning of a topic. */
    KafkaConsumer<byte[], byte[]> reader(Topic topic) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    String bootstrapServers() {
        return bootstrapServers;
    }
}
