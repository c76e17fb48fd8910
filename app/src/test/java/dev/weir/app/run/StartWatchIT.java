package dev.weir.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.app.embedded.EmbeddedKafka;
import dev.weir.schemas.supervision.PartHealth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.GroupProtocol;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An application whose changelog somebody else keeps in an open transaction: it waits, and says for whom. */
@Timeout(180)
class StartWatchIT {

    private static final String APPLICATION = "weir-watch";
    private static final String STORE = "counts";
    private static final String CHANGELOG = APPLICATION + "-" + STORE + "-changelog";
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @TempDir
    private Path state = Path.of(".");

    private EmbeddedKafka kafka;
    private Admin admin;

    @BeforeEach
    void start() throws Exception {
        kafka = EmbeddedKafka.start();
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        NewTopic changelog = new NewTopic(CHANGELOG, 1, (short) 1).configs(Map.of("cleanup.policy", "compact"));
        admin.createTopics(List.of(new NewTopic("in", 1, (short) 1), changelog))
                .all()
                .get();
    }

    @AfterEach
    void close() {
        admin.close();
        kafka.close();
    }

    @Test
    void transactionLeftOpen_isNamedUntilItEnds() throws Exception {
        try (KafkaProducer<byte[], byte[]> foreign = foreign();
                StreamsRun run = run()) {
            foreign.send(new ProducerRecord<>(CHANGELOG, new byte[] {1}, new byte[] {2}));
            foreign.flush();
            run.start();

            String waiting = await(run, what -> what.contains("LSO"));
            assertTrue(waiting.contains("task 0_0 restores counts from " + CHANGELOG + "-0"), waiting);
            assertTrue(waiting.contains("of 1 since"), waiting);
            assertTrue(waiting.contains("LSO 0 behind an open transaction of foreign (Ongoing, begun "), waiting);
            assertEquals(PartHealth.State.DEGRADED, run.health().state(), "a restart would wait for the same");

            foreign.abortTransaction();
            awaitRunning(run);
            assertEquals(PartHealth.State.UP, run.health().state());
        }
    }

    @Test
    void recordsThatNobodyReads_areOursToMend() throws Exception {
        try (KafkaProducer<byte[], byte[]> foreign = foreign()) {
            foreign.send(new ProducerRecord<>(CHANGELOG, new byte[] {1}, new byte[] {2}));
            foreign.commitTransaction();
        }
        assertTrue(new Standstill(admin)
                .ofChangelog(new TopicPartition(CHANGELOG, 0))
                .restartHelps());
    }

    @Test
    void groupThatNobodyJoined_isSaidSo() throws Exception {
        String why = new Standstill(admin)
                .ofGroup("weir-nobody", GroupProtocol.CLASSIC)
                .why();

        assertEquals("group weir-nobody has no members: expected this instance to have joined it", why);
    }

    @Test
    void offsetsWithFlippedBytes_areTheCauseThatIsSaid(@TempDir Path directory) throws Exception {
        try (EmbeddedKafka broken = EmbeddedKafka.start(directory, 0);
                Admin there = Admin.create(Map.of("bootstrap.servers", broken.bootstrapServers()))) {
            there.createTopics(List.of(new NewTopic("in", 1, (short) 1))).all().get();
            there.alterConsumerGroupOffsets(APPLICATION, Map.of(new TopicPartition("in", 0), new OffsetAndMetadata(0)))
                    .all()
                    .get();
        }
        flipOffsets(directory);
        try (EmbeddedKafka broken = EmbeddedKafka.start(directory, 0);
                Admin there = Admin.create(Map.of("bootstrap.servers", broken.bootstrapServers()))) {
            Standstill.Cause cause = new Standstill(there).ofGroup(APPLICATION, GroupProtocol.CLASSIC);

            assertTrue(cause.why().startsWith("group weir-watch cannot be asked: "), cause.why());
            assertTrue(cause.why().contains("__consumer_offsets"), cause.why());
            assertFalse(cause.restartHelps(), cause.why());
        }
    }

    private static void flipOffsets(Path directory) throws IOException {
        List<Path> logs;
        try (Stream<Path> files = Files.walk(directory)) {
            logs = files.filter(file -> file.toString().contains("__consumer_offsets-")
                            && file.toString().endsWith(".log"))
                    .filter(file -> file.toFile().length() > 0)
                    .toList();
        }
        assertFalse(logs.isEmpty(), "no offsets were written");
        for (Path log : logs) {
            byte[] bytes = Files.readAllBytes(log);
            bytes[bytes.length - 1] ^= 1;
            Files.write(log, bytes);
        }
    }

    private KafkaProducer<byte[], byte[]> foreign() {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "transactional.id",
                        "foreign",
                        "transaction.timeout.ms",
                        600_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        return producer;
    }

    private StreamsRun run() {
        Properties settings =
                new StreamsSettings(APPLICATION, kafka.bootstrapServers(), state, "", 1, 0, Map.of()).toProperties();
        return new StreamsRun(topology(), settings, new DefaultKafkaClientSupplier(), Clock.systemUTC(), PATIENCE);
    }

    private static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        var bytes = Serdes.ByteArray();
        builder.addStateStore(Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), bytes, bytes));
        builder.stream("in", Consumed.with(bytes, bytes))
                .process(
                        () -> new Processor<byte[], byte[], Void, Void>() {
                            @Override
                            public void process(Record<byte[], byte[]> record) {
                                // Only the store matters.
                            }
                        },
                        STORE);
        return builder.build();
    }

    private static String await(StreamsRun run, Predicate<String> said) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < deadline) {
            String why = run.health().why();
            if (said.test(why)) {
                return why;
            }
            LockSupport.parkNanos(50_000_000);
        }
        throw new AssertionError("it waits for " + run.health());
    }

    private static void awaitRunning(StreamsRun run) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (run.streams().state() != State.RUNNING) {
            assertTrue(System.nanoTime() < deadline, () -> "it waits for " + run.health());
            LockSupport.parkNanos(50_000_000);
        }
    }
}
