package dev.weir.app.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static EmbeddedKafka kafka;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start();
    }

    @AfterAll
    static void close() {
        kafka.close();
        assertFalse(Files.exists(kafka.directory()), "temporary directory left behind");
    }

    @Test
    void recordSent_isRead() throws Exception {
        createTopic(kafka, "plain");
        send(kafka, "plain", List.of("a", "b"));
        assertEquals(List.of("a", "b"), read(kafka, "plain", 2));
    }

    @Test
    void abortedTransaction_isNotSeen() throws Exception {
        createTopic(kafka, "transactional");
        try (KafkaProducer<String, String> producer = producer(kafka, Map.of("transactional.id", "writer"))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("transactional", "taken back"));
            producer.flush();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("transactional", "kept"));
            producer.commitTransaction();
        }
        assertEquals(List.of("kept"), read(kafka, "transactional", 1));
    }

    @Test
    void shareGroup_deliversReleasedRecordAgainAndAllowsTenMinuteLocks() throws Exception {
        createTopic(kafka, "work");
        var group = new ConfigResource(ConfigResource.Type.GROUP, "workers");
        try (Admin admin = admin(kafka)) {
            admin.incrementalAlterConfigs(Map.of(
                            group,
                            List.of(
                                    set("share.auto.offset.reset", "earliest"),
                                    set("share.record.lock.duration.ms", "600000"))))
                    .all()
                    .get();
        }
        send(kafka, "work", List.of("job"));
        List<Short> deliveries = new ArrayList<>();
        Map<String, Object> settings =
                clientSettings(kafka, Map.of("group.id", "workers", "share.acknowledgement.mode", "explicit"));
        try (var consumer = new KafkaShareConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("work"));
            Instant deadline = Instant.now().plus(LONG);
            while (deliveries.size() < 2 && Instant.now().isBefore(deadline)) {
                for (ConsumerRecord<String, String> job : consumer.poll(Duration.ofMillis(200))) {
                    Optional<Short> count = job.deliveryCount();
                    deliveries.add(count.orElseThrow());
                    consumer.acknowledge(
                            job, deliveries.size() == 1 ? AcknowledgeType.RELEASE : AcknowledgeType.ACCEPT);
                }
            }
        }
        assertEquals(List.of((short) 1, (short) 2), deliveries);
    }

    @Test
    void restartOnSameDirectory_keepsRecords(@TempDir Path directory) throws Exception {
        Path home = directory.resolve("kafka");
        try (EmbeddedKafka first = EmbeddedKafka.start(home, 0)) {
            createTopic(first, "kept");
            send(first, "kept", List.of("before"));
        }
        try (EmbeddedKafka second = EmbeddedKafka.start(home, 0)) {
            send(second, "kept", List.of("after"));
            assertEquals(List.of("before", "after"), read(second, "kept", 2));
        }
        assertTrue(Files.exists(home.resolve("meta.properties")), "a given directory is not deleted");
    }

    @Test
    void takenPort_isNamed(@TempDir Path directory) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var refused = assertThrows(
                    EmbeddedKafkaException.class, () -> EmbeddedKafka.start(directory, taken.getLocalPort()));
            assertTrue(
                    String.valueOf(refused.getMessage())
                            .startsWith("kafka.embedded_port = " + taken.getLocalPort() + ": expected a free port"),
                    refused.getMessage());
        }
    }

    @Test
    @Timeout(60)
    void directoryInUse_isNamedAndItsFirstServerGoesOn(@TempDir Path directory) throws Exception {
        try (EmbeddedKafka first = EmbeddedKafka.start(directory, 0)) {
            var refused = assertThrows(EmbeddedKafkaException.class, () -> EmbeddedKafka.start(directory, 0));
            assertEquals(
                    "the directory %s is in use by another embedded Kafka: expected one of its own"
                            .formatted(directory),
                    refused.getMessage());
            createTopic(first, "after");
            send(first, "after", List.of("sent"));
            assertEquals(List.of("sent"), read(first, "after", 1));
        }
    }

    private static AlterConfigOp set(String key, String value) {
        return new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
    }

    private static void createTopic(EmbeddedKafka kafka, String topic) throws Exception {
        try (Admin admin = admin(kafka)) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    private static void send(EmbeddedKafka kafka, String topic, List<String> values) throws Exception {
        try (KafkaProducer<String, String> producer =
                producer(kafka, Map.of("max.in.flight.requests.per.connection", 1))) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, value)).get();
            }
        }
    }

    private static List<String> read(EmbeddedKafka kafka, String topic, int count) {
        List<String> values = new ArrayList<>();
        Map<String, Object> settings = clientSettings(
                kafka,
                Map.of("group.id", "r-" + topic, "auto.offset.reset", "earliest", "isolation.level", "read_committed"));
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            Instant deadline = Instant.now().plus(LONG);
            while (values.size() < count && Instant.now().isBefore(deadline)) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }

    private static KafkaProducer<String, String> producer(EmbeddedKafka kafka, Map<String, Object> more) {
        return new KafkaProducer<>(clientSettings(kafka, more), new StringSerializer(), new StringSerializer());
    }

    private static Admin admin(EmbeddedKafka kafka) {
        return Admin.create(clientSettings(kafka, Map.of()));
    }

    private static Map<String, Object> clientSettings(EmbeddedKafka kafka, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        return settings;
    }
}
