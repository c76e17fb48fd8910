package dev.weir.app.judging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.app.config.TopicsConfig;
import dev.weir.app.embedded.EmbeddedKafka;
import dev.weir.app.kafka.TopicSetup;
import dev.weir.judge.queue.QueueConfig;
import dev.weir.judge.queue.QueueConfig.Kind;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

/** A broker with the topics of judging, and a test's own clients of it. */
final class JudgeRig implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(60);

    final AvroCodec codec = new AvroCodec(new EmbeddedRegistry());
    final Map<String, Object> client;
    private final EmbeddedKafka kafka;

    JudgeRig() {
        kafka = EmbeddedKafka.start();
        client = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (Admin admin = Admin.create(client)) {
            new TopicSetup(admin, TopicsConfig.DEFAULT, LONG).prepare(Topics.all());
        }
    }

    static QueueConfig queue(Kind kind) {
        return new QueueConfig(kind, "judges", 1, 32, Duration.ofSeconds(15), 3);
    }

    /** Tasks by number, each of its own span. */
    static List<JudgeTask> tasks(int from, int n) {
        List<JudgeTask> tasks = new ArrayList<>();
        for (int i = from; i < from + n; i++) {
            tasks.add(JudgeTask.newBuilder()
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
                    .build());
        }
        return tasks;
    }

    /** @param partition the one they all go to, so that one fetch can bring them together; null: spread by key */
    void give(List<JudgeTask> tasks, @Nullable Integer partition) {
        send(tasks.stream().map(task -> codec.encode(Topics.JUDGE_TASKS, task)).toList(), partition);
    }

    void send(List<byte[]> values, @Nullable Integer partition) {
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

    /** Records of a topic, once so many keys have been seen. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic, int distinctKeys) {
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

    @Override
    public void close() {
        kafka.close();
    }
}
