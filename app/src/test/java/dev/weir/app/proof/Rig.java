package dev.weir.app.proof;

import dev.weir.app.TopicSetup;
import dev.weir.app.TopicsConfig;
import dev.weir.app.embedded.EmbeddedKafka;
import dev.weir.app.run.StreamsRun;
import dev.weir.schemas.EndOfInput;
import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Progress;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.schemas.registry.SchemaRegistry;
import dev.weir.topology.MonitoringConfig;
import dev.weir.topology.MonitoringConfig.ArrivalClock;
import dev.weir.topology.sampling.SamplingConfig;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker in this process, topics as in production, and topologies beside it that can be started and killed. */
final class Rig implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final long PAUSE_NANOS = 100_000_000;

    final EmbeddedKafka kafka;
    final AvroCodec codec = new AvroCodec(new EmbeddedRegistry());
    private final Setting setting;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Path home;
    private final List<Process> processes = new ArrayList<>();

    /** How the topology is set up. */
    enum Setting {
        /** As in production, with a short grace and quick corrections. */
        LIVE(ArrivalClock.LIVE, SamplingConfig.DEFAULT),
        /** The same, with hardly any patience for a registry that is out of reach. */
        LIVE_IMPATIENT(ArrivalClock.LIVE, SamplingConfig.DEFAULT),
        /** Recorded arrivals; one call of twenty is judged, and every second failed one. */
        RECORDED_UNEQUAL(
                ArrivalClock.RECORDED,
                new SamplingConfig("proof", 0.05, 0.5, 0.5, 0, Duration.ofSeconds(30), 0, Map.of(), 0));

        private final ArrivalClock clock;
        private final SamplingConfig sampling;

        Setting(ArrivalClock clock, SamplingConfig sampling) {
            this.clock = clock;
            this.sampling = sampling;
        }

        MonitoringConfig config() {
            MonitoringConfig base = MonitoringConfig.DEFAULT;
            return new MonitoringConfig(
                    clock,
                    base.seriesVersion(),
                    base.maxAge(),
                    base.maxAhead(),
                    GRACE,
                    CORRECTION_INTERVAL,
                    base.minuteRetention(),
                    base.hourRetention(),
                    base.dayRetention(),
                    base.qualityGrace(),
                    base.qualityRetention(),
                    this == LIVE_IMPATIENT ? Duration.ofMillis(400) : base.registryPatience(),
                    base.duplicates(),
                    base.cardinality(),
                    sampling,
                    base.enrich());
        }
    }

    static final Duration GRACE = Duration.ofSeconds(5);
    static final Duration CORRECTION_INTERVAL = Duration.ofSeconds(5);

    Rig(Setting setting) throws IOException {
        this.setting = setting;
        this.home = Files.createTempDirectory("weir-proof-");
        this.kafka = EmbeddedKafka.start(home.resolve("kafka"), 0);
        this.admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        boolean live = setting.clock == ArrivalClock.LIVE;
        new TopicSetup(admin, new TopicsConfig(MonitoringProcess.PARTITIONS, 1), DEADLINE)
                .prepare(Topics.all().stream()
                        .map(topic -> live ? topic : topic.recorded())
                        .toList());
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "linger.ms",
                        20,
                        "max.request.size",
                        4 << 20,
                        "compression.type",
                        "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends a record; the partition follows from its key. */
    Future<RecordMetadata> send(Topic topic, String key, byte[] value) {
        return producer.send(new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.UTF_8), value));
    }

    /** Sends a record that arrived at a time, to a recorded topic. */
    void sendAt(Topic topic, String key, SpecificRecord value, long arrivalMillis) {
        producer.send(new ProducerRecord<>(
                topic.name(), null, arrivalMillis, key.getBytes(StandardCharsets.UTF_8), codec.encode(topic, value)));
    }

    /** Sends a record to one partition. */
    void sendTo(Topic topic, int partition, String key, byte[] value) {
        producer.send(new ProducerRecord<>(topic.name(), partition, key.getBytes(StandardCharsets.UTF_8), value));
    }

    /** Says that the calls end here. */
    void endCalls(long arrivalMillis) {
        for (int partition = 0; partition < MonitoringProcess.PARTITIONS; partition++) {
            producer.send(EndOfInput.marker(Topics.TRACES.name(), partition, arrivalMillis));
        }
    }

    void flush() {
        producer.flush();
    }

    /** Starts the topology in this process. */
    StreamsRun startHere(String state, SchemaRegistry registry) {
        StreamsRun run = prepareHere(state, registry);
        run.start();
        return run;
    }

    /** The topology in this process, to be started. */
    StreamsRun prepareHere(String state, SchemaRegistry registry) {
        return MonitoringProcess.run(kafka.bootstrapServers(), home.resolve(state), setting.config(), registry);
    }

    /** Starts the topology in a process of its own; its output goes to a file beside the state. */
    Process startProcess(String state) throws IOException {
        File log = home.resolve("process-" + processes.size() + ".log").toFile();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MonitoringProcess.class.getName(),
                        kafka.bootstrapServers(),
                        home.resolve(state).toString(),
                        setting.name())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        processes.add(process);
        return process;
    }

    /** Kills a process as {@code kill -9} does, and waits until it is gone. */
    static void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Records of a topic that the topology has committed to have read. */
    long committed(Topic topic) {
        Map<TopicPartition, org.apache.kafka.clients.consumer.OffsetAndMetadata> offsets = get(
                admin.listConsumerGroupOffsets(MonitoringProcess.APPLICATION).partitionsToOffsetAndMetadata());
        return partitions(topic).stream()
                .map(offsets::get)
                .mapToLong(offset -> offset == null ? 0 : offset.offset())
                .sum();
    }

    /** Records in a topic. */
    long written(Topic topic) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions(topic).forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        return get(admin.listOffsets(latest).all()).values().stream()
                .mapToLong(end -> end.offset())
                .sum();
    }

    void awaitCommitted(Topic topic, long count, Duration atMost) {
        await(() -> committed(topic) >= count, atMost, () -> "committed " + committed(topic) + " of " + topic.name());
    }

    /**
     * Waits until everything read so far is counted and published: every partition's windows are complete up to a time
     * that lies a correction interval after now, so no correction of it is outstanding.
     */
    void awaitSettled(Duration atMost) {
        long after = System.currentTimeMillis() + CORRECTION_INTERVAL.toMillis() + 2_000;
        long[] reached = new long[MonitoringProcess.PARTITIONS];
        try (KafkaConsumer<byte[], byte[]> consumer = reader()) {
            consumer.assign(partitions(Topics.WINDOW_STATS));
            consumer.seekToEnd(partitions(Topics.WINDOW_STATS));
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
                        kafka.bootstrapServers(),
                        "isolation.level",
                        "read_committed",
                        "max.partition.fetch.bytes",
                        8 << 20),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Waits for a condition. */
    void await(BooleanSupplier condition, Duration atMost, java.util.function.Supplier<String> otherwise) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + atMost + ": " + otherwise.get() + "\n" + lastWords());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Whether a process that was started here wrote this. */
    boolean said(String words) throws IOException {
        for (int i = 0; i < processes.size(); i++) {
            if (Files.readString(home.resolve("process-" + i + ".log")).contains(words)) {
                return true;
            }
        }
        return false;
    }

    private String lastWords() {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < processes.size(); i++) {
            try {
                List<String> lines = Files.readAllLines(home.resolve("process-" + i + ".log"));
                words.append("process ").append(i).append(": ");
                words.append(String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size())));
                words.append('\n');
            } catch (IOException e) {
                words.append("its output cannot be read: ").append(e.getMessage());
            }
        }
        return words.toString();
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
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = reader()) {
            consumer.assign(partitions(topic));
            consumer.seekToBeginning(partitions(topic));
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions(topic));
            while (partitions(topic).stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    private static Collection<TopicPartition> partitions(Topic topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int partition = 0; partition < MonitoringProcess.PARTITIONS; partition++) {
            partitions.add(new TopicPartition(topic.name(), partition));
        }
        return partitions;
    }

    private static <T> T get(org.apache.kafka.common.KafkaFuture<T> answer) {
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
    public void close() throws IOException {
        processes.forEach(Process::destroyForcibly);
        producer.close(Duration.ofSeconds(5));
        admin.close(Duration.ofSeconds(5));
        kafka.close();
        try (Stream<Path> files = Files.walk(home)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
