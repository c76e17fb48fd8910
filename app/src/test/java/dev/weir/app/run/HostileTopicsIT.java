package dev.weir.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.app.config.ConfigLoader;
import dev.weir.app.config.WeirConfig;
import dev.weir.app.embedded.EmbeddedKafka;
import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;
import dev.weir.schemas.View;
import dev.weir.schemas.avro.AlertStatus;
import dev.weir.schemas.avro.EvaluatorType;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.Progress;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.ScoreStatus;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.avro.WindowStats;
import dev.weir.schemas.headers.DeadLetterHeaders;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.topology.StateStores;
import dev.weir.topology.commit.Counters;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records that are none, or that must not be taken, on every topic that a role reads, those between its own steps included: before the application starts and
 * while it runs. It starts, passes them and stays healthy, each is a dead letter once, and good records are handled as ever.
 * A new topic is in this test by being in {@link Topics} or by being read.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class HostileTopicsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final int PARTITIONS = 2;
    private static final Instant FUTURE = Instant.parse("2999-01-01T00:00:00Z");
    private static final Instant LATELY =
            Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(2));
    private static final String RULES = """
            groups:
              - name: failures
                rules:
                  - {alert: ErrorRate, measure: error_rate, above: 0.2, tile: minute}
            """;

    @TempDir
    private static Path directory = Path.of(".");

    private final Random random = new Random(5);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Map<String, Long> written = new HashMap<>();
    private final SortedSet<String> topics = new TreeSet<>();
    private @Nullable EmbeddedKafka kafka;
    private @Nullable Session session;
    private @Nullable Admin admin;
    private @Nullable Producer<byte[], byte[]> producer;

    @BeforeAll
    void begin() throws Exception {
        Files.writeString(directory.resolve("rules.yaml"), RULES);
        kafka = EmbeddedKafka.start();
        open.add(kafka);
        Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
        admin = Admin.create(client);
        open.add(admin);
        producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
        open.add(producer);
        try (Session first = open()) {
            assertTrue(first.app().isReady());
        }
        topics.addAll(admin.listTopics().names().get());
        topics.removeIf(name -> name.endsWith("-changelog") || name.startsWith("_"));
        assertTrue(topics.stream().anyMatch(name -> name.endsWith("by-series-repartition")), topics.toString());
        assertTrue(topics.contains("otlp_spans") && topics.contains("otlp_logs"), topics.toString());
        for (Topic topic : Topics.all()) {
            assertTrue(topics.contains(topic.name()), topic.name());
        }
        writeAll();
        session = open();
        writeAll();
    }

    @AfterAll
    void end() throws Exception {
        if (session != null) {
            session.close();
        }
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private Session open() throws Exception {
        WeirConfig config = new ConfigLoader<>(WeirConfig.class)
                .load(
                        null,
                        Map.of(),
                        List.of(
                                "kafka.bootstrap_servers=" + kafka().bootstrapServers(),
                                "topics.partitions=" + PARTITIONS,
                                "http.port=0",
                                "topology.sampling.base_rate=0.00001",
                                "topology.sources.otlp_spans=otlp_spans",
                                "topology.sources.otlp_logs=otlp_logs",
                                "judge.evaluators=rules",
                                "files.rules=" + directory.resolve("rules.yaml"),
                                "storage.directory=" + directory.resolve("state")))
                .config();
        Session opened = Session.open(
                config,
                Role.ALL.single(),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        opened.awaitRunning(PATIENCE);
        return opened;
    }

    private void writeAll() {
        for (String topic : topics) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                List<ProducerRecord<byte[], byte[]>> hostile = hostile(topic, partition);
                hostile.forEach(producer()::send);
                written.merge(topic, (long) hostile.size(), Long::sum);
            }
        }
        producer().flush();
    }

    private List<ProducerRecord<byte[], byte[]>> hostile(String topic, int partition) {
        byte[] garbage = new byte[100];
        random.nextBytes(garbage);
        garbage[0] = 77;
        byte[] huge = new byte[1_000_000];
        random.nextBytes(huge);
        huge[0] = 77;
        AvroCodec codec = new AvroCodec(new EmbeddedRegistry());
        byte[] another = topic.equals(Topics.TRACES.name())
                ? codec.encode(Topics.SCORES, score("hostile"))
                : codec.encode(Topics.TRACES, call("hostile"));
        byte[] unknown = another.clone();
        unknown[4] ^= 0x55;
        byte[] half = Arrays.copyOf(another, another.length / 2);
        long now = System.currentTimeMillis();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        sound(topic, codec, "route-" + partition)
                .forEach(value -> records.add(record(topic, partition, null, garbage, value)));
        records.addAll(List.of(
                record(topic, partition, null, null, null),
                record(topic, partition, null, garbage, garbage),
                record(topic, partition, 0L, null, garbage),
                record(topic, partition, now + 3_000_000, null, unknown),
                record(topic, partition, null, garbage, another),
                record(topic, partition, null, null, half),
                record(topic, partition, null, new byte[0], new byte[] {0}),
                record(topic, partition, null, null, huge)));
        return records;
    }

    /** What can be read and must not be taken: of a far future, of nobody, or broken in its middle. */
    private static List<byte[]> sound(String topic, AvroCodec codec, String route) {
        if (topic.equals(Topics.TRACES.name())) {
            return List.of(codec.encode(
                    Topics.TRACES,
                    TraceEvent.newBuilder(call("future")).setStartTime(FUTURE).build()));
        }
        if (topic.equals(Topics.SCORES.name())) {
            return List.of(codec.encode(
                    Topics.SCORES,
                    Score.newBuilder(score("future")).setEventTime(FUTURE).build()));
        }
        if (topic.equals(Topics.JUDGE_TASKS.name())) {
            return List.of(codec.encode(
                    Topics.JUDGE_TASKS,
                    JudgeTask.newBuilder(task("long"))
                            .setTraceId("t".repeat(500))
                            .build()));
        }
        if (topic.equals(Topics.WINDOW_STATS.name())) {
            return List.of(codec.encode(Topics.WINDOW_STATS, window(route, FUTURE)), progress(codec));
        }
        if (topic.startsWith("weir.window-")) {
            return List.of(progress(codec));
        }
        return topic.endsWith("-by-series-repartition") && route.equals("route-0")
                ? List.of(new byte[] {1, 0, 1, 1})
                : List.of();
    }

    private static byte[] progress(AvroCodec codec) {
        return codec.encode(
                Topics.WINDOW_STATS,
                Progress.newBuilder()
                        .setPartition(0)
                        .setFrontier(FUTURE)
                        .setCompleteUntil(FUTURE)
                        .setEnded(false)
                        .build());
    }

    private static ProducerRecord<byte[], byte[]> record(
            String topic, int partition, @Nullable Long time, byte @Nullable [] key, byte @Nullable [] value) {
        boolean keyless =
                key == null && topic.equals(Topics.ALERTS.name()); // refused by the broker, as the topic is compacted
        return new ProducerRecord<>(topic, partition, time, keyless ? new byte[] {1} : key, value);
    }

    private Stream<String> topicsRead() {
        return topics.stream();
    }

    @ParameterizedTest
    @MethodSource("topicsRead")
    void hostileRecords_arePassed(String topic) {
        await("reading of " + topic, () -> isRead(topic));
        assertEquals(Map.of(), app().problems());
        if (topic.endsWith("-repartition") || topic.startsWith("weir.window-") || topic.endsWith("-restatements")) {
            await("letters of " + topic, () -> letters(topic) >= written.getOrDefault(topic, 0L));
        }
        if (!topic.startsWith("otlp_")
                && !topic.startsWith("weir.alert")
                && !topic.equals(Topics.DEAD_LETTERS.name())) {
            await("letters of " + topic, () -> letters(topic) == written.getOrDefault(topic, 0L));
        }
    }

    @Test
    void goodRecords_areHandledAsEver() {
        long before = counter(StateStores.INGEST_COUNTERS, Counters.COUNTED);
        long scores = counter(StateStores.SCORE_COUNTERS, Counters.COUNTED);
        AvroCodec codec = app().codec();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            send(Topics.TRACES, partition, codec.encode(Topics.TRACES, call("good-" + partition)));
            send(Topics.SCORES, partition, codec.encode(Topics.SCORES, score("good-" + partition)));
            send(Topics.JUDGE_TASKS, partition, codec.encode(Topics.JUDGE_TASKS, task("good-" + partition)));
            send(
                    Topics.WINDOW_STATS,
                    partition,
                    codec.encode(Topics.WINDOW_STATS, window("route-" + partition, LATELY)));
        }
        producer().flush();

        await("calls", () -> counter(StateStores.INGEST_COUNTERS, Counters.COUNTED) == before + PARTITIONS);
        await("scores", () -> counter(StateStores.SCORE_COUNTERS, Counters.COUNTED) == scores + 2 * PARTITIONS);
        await("alerts", () -> alerting() == PARTITIONS);
        assertEquals(Map.of(), app().problems());
        assertTrue(app().isReady());
    }

    private long alerting() {
        return app().alerts().orElseThrow().active().stream()
                .filter(alert -> alert.getStatus() == AlertStatus.FIRING)
                .count();
    }

    private long counter(String store, String name) {
        return app().queries()
                .orElseThrow()
                .countersHere()
                .getOrDefault(store, Map.of())
                .getOrDefault(name, 0L);
    }

    /** Whether every group that reads the topic has committed its end; those in no group are judged by health. */
    private boolean isRead(String topic) {
        try {
            Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                wanted.put(new TopicPartition(topic, partition), OffsetSpec.latest());
            }
            var ends = admin().listOffsets(wanted).all().get();
            for (String group : List.of(App.TOPOLOGY, App.ALERTING)) {
                var committed = admin().listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get();
                for (var end : ends.entrySet()) {
                    var read = committed.get(end.getKey());
                    if (read != null
                            && read.offset() < end.getValue().offset() - 1) { // a marker of a commit may be behind
                        return false;
                    }
                }
            }
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException("offsets of " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Dead letters of a topic. */
    private long letters(String topic) {
        Map<String, Object> client = Map.of(
                "bootstrap.servers",
                kafka().bootstrapServers(),
                "isolation.level",
                "read_committed",
                "max.partition.fetch.bytes",
                8_000_000);
        long found = 0;
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                partitions.add(new TopicPartition(Topics.DEAD_LETTERS.name(), partition));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(Duration.ofMillis(200))) {
                    var origin = letter.headers().lastHeader(DeadLetterHeaders.TOPIC);
                    if (origin != null && topic.equals(new String(origin.value(), StandardCharsets.UTF_8))) {
                        found++;
                    }
                }
            }
        }
        return found;
    }

    private void send(Topic topic, int partition, byte[] value) {
        producer().send(new ProducerRecord<>(topic.name(), partition, new byte[] {1}, value));
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no " + what + " within " + PATIENCE);
            }
            LockSupport.parkNanos(300_000_000);
        }
    }

    private static TraceEvent call(String trace) {
        return TraceEvent.newBuilder()
                .setTraceId(trace)
                .setSpanId("1")
                .setRoute("chat")
                .setRequestModel("gpt-4o")
                .setStartTime(Instant.now())
                .setInputTokens(10L)
                .setOutputTokens(5L)
                .build();
    }

    private static Score score(String id) {
        return Score.newBuilder()
                .setScoreId(id)
                .setTaskId("task")
                .setTraceId(id)
                .setSpanId("1")
                .setEvaluatorId("person")
                .setEvaluatorVersion("1")
                .setEvaluatorType(EvaluatorType.HUMAN)
                .setRubricVersion("")
                .setTenant("default")
                .setRoute("chat")
                .setModel("gpt-4o")
                .setVersion("")
                .setEventTime(Instant.now())
                .setWeight(1)
                .setStratum("")
                .setStatus(ScoreStatus.TIMEOUT)
                .setJudgedAt(Instant.now())
                .build();
    }

    private static JudgeTask task(String id) {
        return JudgeTask.newBuilder()
                .setTaskId(id)
                .setTraceId(id)
                .setSpanId("1")
                .setTenant("default")
                .setRoute("chat")
                .setModel("gpt-4o")
                .setVersion("")
                .setEventTime(Instant.now())
                .setWeight(1)
                .setU(0)
                .setStratum("")
                .setReasons(List.of())
                .setRuleVersion("1")
                .setOutputText("It is five days.")
                .build();
    }

    private static WindowStats window(String route, Instant start) {
        WindowStats window = new WindowStats();
        for (org.apache.avro.Schema.Field field : window.getSchema().getFields()) {
            switch (field.schema().getType()) {
                case LONG -> {
                    if (field.schema().getLogicalType() == null) {
                        window.put(field.pos(), 0L);
                    }
                }
                case BYTES -> window.put(field.pos(), ByteBuffer.wrap(new byte[0]));
                case STRING -> window.put(field.pos(), "");
                case MAP -> window.put(field.pos(), new HashMap<>());
                case ARRAY -> window.put(field.pos(), new ArrayList<>());
                default -> {
                    // set below, or may be absent
                }
            }
        }
        window.setTenant("default");
        window.setRoute(route);
        window.setModel("gpt-4o");
        window.setTile("minute");
        window.setView(View.SERIES.wireName());
        window.setWindowStart(start);
        window.setWindowEnd(start.plus(Duration.ofMinutes(1)));
        window.setRevision(0);
        window.setCalls(1_000);
        window.setHardErrors(900);
        return window;
    }

    private EmbeddedKafka kafka() {
        return require(kafka);
    }

    private App app() {
        return require(session).app();
    }

    private Admin admin() {
        return require(admin);
    }

    private Producer<byte[], byte[]> producer() {
        return require(producer);
    }

    private static <T> T require(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("not begun");
        }
        return value;
    }
}
