package dev.weir.app.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.app.embedded.EmbeddedKafka;
import dev.weir.topology.commit.CommitHook;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hook's place in a commit: what it forwards is in the transaction of the offsets that it covers. A processor counts
 * records in memory and forwards the count in the hook only; it fails again and again between commits. Were the hook
 * called after the producer is flushed or the offsets are committed, or not at all, counts would be lost.
 */
class CommitHookIT {

    private static final String HOOK = "count-commit";
    private static final String APPLICATION = "weir-hook";
    private static final TopicPartition IN = new TopicPartition("in", 0);
    private static final int CHUNKS = 4;
    private static final int CHUNK = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AtomicInteger failuresDue = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger hooks = new AtomicInteger();

    private final class Count implements Processor<byte[], byte[], byte[], byte[]> {
        private int count;

        @Override
        public void init(ProcessorContext<byte[], byte[]> context) {
            count = 0;
            CommitHook.set(context, HOOK, now -> {
                hooks.incrementAndGet();
                if (count > 0) {
                    byte[] value = ByteBuffer.allocate(4).putInt(count).array();
                    context.forward(new Record<>(new byte[] {1}, value, now));
                    count = 0;
                }
            });
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            count++;
            if (count == CHUNK / 4 && failuresDue.get() > 0) {
                failuresDue.decrementAndGet();
                failures.incrementAndGet();
                throw new IllegalStateException("a failure between two commits");
            }
        }
    }

    @Test
    void whatTheHookForwards_isInTheTransactionOfTheOffsetsItCovers(@TempDir Path home) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(home.resolve("kafka"), 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic("in", 1, (short) 1), new NewTopic("out", 1, (short) 1)))
                    .all()
                    .get();
            try (KafkaStreams streams = new KafkaStreams(topology(), settings(kafka.bootstrapServers(), home))) {
                streams.setUncaughtExceptionHandler(failure -> StreamThreadExceptionResponse.REPLACE_THREAD);
                streams.start();
                for (int chunk = 1; chunk <= CHUNKS; chunk++) {
                    failuresDue.set(chunk % 2);
                    for (int i = 0; i < CHUNK; i++) {
                        producer.send(new ProducerRecord<>("in", new byte[] {1}, new byte[] {2}));
                    }
                    producer.flush();
                    awaitCommitted(admin, (long) chunk * CHUNK);
                }
            }
            assertEquals(CHUNKS / 2, failures.get());
            assertTrue(hooks.get() >= CHUNKS, hooks + " commits");
            assertEquals(CHUNKS * CHUNK, forwarded(kafka.bootstrapServers()));
        }
    }

    private Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        var bytes = Serdes.ByteArray();
        builder.stream("in", Consumed.with(bytes, bytes))
                .process(new ProcessorSupplier<byte[], byte[], byte[], byte[]>() {
                    @Override
                    public Processor<byte[], byte[], byte[], byte[]> get() {
                        return new Count();
                    }

                    @Override
                    public Set<StoreBuilder<?>> stores() {
                        return Set.of(CommitHook.named(HOOK));
                    }
                })
                .to("out", Produced.with(bytes, bytes));
        return builder.build();
    }

    private static Properties settings(String bootstrapServers, Path home) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, home.resolve("state").toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 50);
        settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        settings.put(StreamsConfig.consumerPrefix("session.timeout.ms"), 6_000);
        settings.put(StreamsConfig.consumerPrefix("heartbeat.interval.ms"), 1_000);
        settings.put(StreamsConfig.consumerPrefix("max.poll.records"), CHUNK / 8);
        return settings;
    }

    private static void awaitCommitted(Admin admin, long records) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (committed(admin) < records) {
            assertTrue(System.nanoTime() < deadline, committed(admin) + " of " + records + " committed");
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static long committed(Admin admin) throws Exception {
        OffsetAndMetadata offset = admin.listConsumerGroupOffsets(APPLICATION)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(IN);
        return offset == null ? 0 : offset.offset();
    }

    private static int forwarded(String bootstrapServers) {
        int sum = 0;
        TopicPartition out = new TopicPartition("out", 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(out));
            consumer.seekToBeginning(List.of(out));
            long end = consumer.endOffsets(List.of(out)).getOrDefault(out, 0L);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(out) < end && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    sum += ByteBuffer.wrap(record.value()).getInt();
                }
            }
        }
        return sum;
    }
}
