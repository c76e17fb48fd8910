package dev.weir.app.judging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.app.TopicSetup;
import dev.weir.app.TopicsConfig;
import dev.weir.app.embedded.EmbeddedKafka;
import dev.weir.judge.JudgeConfig;
import dev.weir.judge.JudgeCounts;
import dev.weir.judge.JudgeWorker;
import dev.weir.judge.queue.Lease;
import dev.weir.judge.queue.QueueConfig;
import dev.weir.judge.queue.QueueConfig.Kind;
import dev.weir.judge.queue.TaskQueue;
import dev.weir.judge.queue.TaskQueues;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.ScoreStatus;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Judge tasks on a real broker, leased by share groups and by consumer groups. */
@Timeout(180)
class JudgeWorkerIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final AvroCodec codec = new AvroCodec(new EmbeddedRegistry());
    private EmbeddedKafka kafka;
    private Map<String, Object> client;

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.start();
        client = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (Admin admin = Admin.create(client)) {
            new TopicSetup(admin, TopicsConfig.DEFAULT, LONG).prepare(Topics.all());
        }
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARE", "CONSUMER"})
    void everyTask_isScoredAndUnreadableOnesAreDeadLettered(Kind kind) {
        send(tasks(0, 300));
        send(List.of("garbage".getBytes(StandardCharsets.UTF_8), new byte[] {0, 9, 9, 9, 9, 1}));
        JudgeCounts counts = judgeUntil(kind, 302);
        assertEquals(new JudgeCounts(302, 300, 0, 2, 0, 0), counts);

        List<Score> scores = scores(300);
        assertEquals(ids(0, 300), taskIds(scores));
        assertTrue(scores.stream().allMatch(score -> score.getStatus() == ScoreStatus.JUDGED));
        List<ConsumerRecord<byte[], byte[]>> letters = read(Topics.DEAD_LETTERS.name(), 2);
        assertEquals(
                "garbage",
                new String(
                        letters.stream()
                                .map(ConsumerRecord::value)
                                .filter(value -> value.length == 7)
                                .findFirst()
                                .orElseThrow(),
                        StandardCharsets.UTF_8));
        Set<String> reasons = new HashSet<>();
        letters.forEach(letter -> reasons.add(
                new String(letter.headers().lastHeader("weir.reason").value(), StandardCharsets.UTF_8)));
        assertEquals(Set.of("not-wire-format", "unknown-schema"), reasons);
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARE", "CONSUMER"})
    void restartedWorker_goesOnWhereTheOtherStopped(Kind kind) {
        send(tasks(0, 100));
        assertEquals(100, judgeUntil(kind, 100).scored());
        send(tasks(100, 50));
        assertEquals(50, judgeUntil(kind, 50).received(), "nothing is judged twice after a clean close");
        assertEquals(ids(0, 150), taskIds(scores(150)));
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARE", "CONSUMER"})
    void twoWorkers_shareTheTasks(Kind kind) {
        try (JudgeWorker first = worker(kind);
                JudgeWorker second = worker(kind)) {
            first.start();
            second.start();
            send(tasks(0, 400));
            List<Score> scores = scores(400);
            assertEquals(ids(0, 400), taskIds(scores));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARE", "CONSUMER"})
    void leaseNotAccepted_isDeliveredToTheNext(Kind kind) {
        send(tasks(0, 3), 0);
        TaskQueues queues = TaskQueues.on(queue(kind), client);
        try (TaskQueue queue = queues.open()) {
            List<Lease> leases = lease(queue, 3);
            queue.accept(leases.get(0));
            queue.poll(Duration.ZERO);
        }
        try (TaskQueue next = queues.open()) {
            List<Lease> again = lease(next, 2);
            assertTrue(again.stream().noneMatch(Lease::last));
            again.forEach(next::accept);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARE", "CONSUMER"})
    void releasedTask_comesBackUntilItsLastDelivery(Kind kind) {
        send(tasks(0, 1));
        try (TaskQueue queue = TaskQueues.on(queue(kind), client).open()) {
            for (int delivery = 1; delivery <= 3; delivery++) {
                Lease lease = lease(queue, 1).get(0);
                assertEquals(delivery, lease.delivery());
                assertEquals(delivery == 3, lease.last());
                queue.release(lease);
            }
            Lease beyond = lease(queue, 1).get(0);
            assertTrue(beyond.last(), "a spare delivery for a crash at the last one");
            queue.accept(beyond);
        }
    }

    @Test
    void slowTask_keepsItsLeaseBeyondTheLock() {
        send(tasks(0, 1));
        TaskQueues queues = TaskQueues.on(queue(Kind.SHARE), client);
        try (TaskQueue slow = queues.open()) {
            Lease held = lease(slow, 1).get(0);
            try (TaskQueue other = queues.open()) {
                Instant until = Instant.now().plusSeconds(20);
                while (Instant.now().isBefore(until)) {
                    assertEquals(List.of(), slow.poll(Duration.ZERO));
                    assertEquals(List.of(), other.poll(Duration.ofMillis(200)));
                    assertEquals(1, slow.open());
                }
                slow.accept(held);
                assertEquals(List.of(), slow.poll(Duration.ofSeconds(2)));
                assertEquals(List.of(), other.poll(Duration.ofSeconds(2)));
            }
        }
    }

    @Test
    void automaticChoice_isAShareGroupOnThisBroker() {
        assertTrue(TaskQueues.on(queue(Kind.AUTO), client).isShare());
    }

    private JudgeCounts judgeUntil(Kind kind, long ended) {
        JudgeWorker worker = worker(kind);
        try (worker) {
            worker.start();
            Instant until = Instant.now().plus(LONG);
            while (done(worker.counts()) < ended && Instant.now().isBefore(until)) {
                Thread.onSpinWait();
            }
            assertTrue(worker.isHealthy());
        }
        return worker.counts();
    }

    private static long done(JudgeCounts counts) {
        return counts.scored() + counts.failed() + counts.deadLettered();
    }

    private JudgeWorker worker(Kind kind) {
        JudgeConfig base = JudgeConfig.DEFAULT;
        JudgeConfig config = new JudgeConfig(
                base.evaluators(),
                4,
                Duration.ofSeconds(10),
                queue(kind),
                base.llm(),
                base.budget(),
                base.retry(),
                base.circuit());
        return new JudgeWorker(config, client, codec, new SimpleMeterRegistry());
    }

    private static QueueConfig queue(Kind kind) {
        return new QueueConfig(kind, "judges", 1, 32, Duration.ofSeconds(15), 3);
    }

    private static List<Lease> lease(TaskQueue queue, int n) {
        List<Lease> leases = new ArrayList<>();
        Instant until = Instant.now().plus(LONG);
        while (leases.size() < n && Instant.now().isBefore(until)) {
            leases.addAll(queue.poll(Duration.ofMillis(200)));
            if (!leases.isEmpty() && leases.size() < n && queue.open() == leases.size()) {
                // A share consumer leases nothing new while leases are open: give back and take all together.
                leases.forEach(queue::release);
                leases.clear();
            }
        }
        assertEquals(n, leases.size());
        return leases;
    }

    private List<byte[]> tasks(int from, int n) {
        List<byte[]> tasks = new ArrayList<>();
        for (int i = from; i < from + n; i++) {
            JudgeTask task = JudgeTask.newBuilder()
                    .setTaskId("trace/span-" + i)
                    .setTraceId("trace")
                    .setSpanId("span-" + i)
                    .setTenant("default")
                    .setRoute("support")
                    .setModel("gpt-4o")
                    .setVersion("")
                    .setEventTime(Instant.parse("2026-11-20T10:00:00Z"))
                    .setWeight(1)
                    .setU(0)
                    .setStratum("all")
                    .setReasons(List.of())
                    .setRuleVersion("1")
                    .setInputText("What is the refund period?")
                    .setOutputText("It is " + i + " days.")
                    .build();
            tasks.add(codec.encode(Topics.JUDGE_TASKS, task));
        }
        return tasks;
    }

    private void send(List<byte[]> values) {
        send(values, null);
    }

    /** @param partition the one they all go to, so that one fetch can bring them together; null: spread by key */
    private void send(List<byte[]> values, @Nullable Integer partition) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (byte[] value : values) {
                sent.add(producer.send(new ProducerRecord<>(Topics.JUDGE_TASKS.name(), partition, value, value)));
            }
            producer.flush();
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        } catch (ExecutionException refused) {
            throw new IllegalStateException("task not sent", refused);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    /** The last score of each id, once so many ids have been seen. */
    private List<Score> scores(int n) {
        Map<String, Score> last = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : read(Topics.SCORES.name(), n)) {
            Score score = codec.decode(record.value(), Score.class);
            assertEquals(score.getScoreId(), new String(record.key(), StandardCharsets.UTF_8));
            last.put(score.getScoreId(), score);
        }
        return new ArrayList<>(last.values());
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic, int distinctKeys) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Instant until = Instant.now().plus(LONG);
            while (keys.size() < distinctKeys && Instant.now().isBefore(until)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    records.add(record);
                    keys.add(new String(record.key(), StandardCharsets.ISO_8859_1));
                }
            }
        }
        assertEquals(distinctKeys, keys.size());
        return records;
    }

    private static Set<String> ids(int from, int n) {
        Set<String> ids = new TreeSet<>();
        for (int i = from; i < from + n; i++) {
            ids.add("trace/span-" + i);
        }
        return ids;
    }

    private static Set<String> taskIds(List<Score> scores) {
        Set<String> ids = new TreeSet<>();
        scores.forEach(score -> ids.add(score.getTaskId()));
        return ids;
    }
}
