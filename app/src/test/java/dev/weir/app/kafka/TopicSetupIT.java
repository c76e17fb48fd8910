package dev.weir.app.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.app.config.TopicsConfig;
import dev.weir.app.embedded.EmbeddedKafka;
import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicSetupIT {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private EmbeddedKafka kafka;
    private Admin admin;

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.start();
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @AfterEach
    void close() {
        admin.close();
        kafka.close();
    }

    @Test
    void emptyCluster_getsEveryTopicAndSecondRunFindsThemRight() throws Exception {
        List<TopicSetup.Status> before = setup(4).prepare(Topics.all());

        assertTrue(before.stream().noneMatch(TopicSetup.Status::exists));
        Map<String, TopicDescription> made = admin.describeTopics(
                        Topics.all().stream().map(Topic::name).toList())
                .allTopicNames()
                .get();
        assertTrue(made.values().stream().allMatch(topic -> topic.partitions().size() == 4));
        assertTrue(setup(4).prepare(Topics.all()).stream()
                .allMatch(status -> status.exists() && status.problems().isEmpty()));
    }

    @Test
    void mismatches_areAllListedAndNothingIsCreated() throws Exception {
        admin.createTopics(List.of(
                        new NewTopic(Topics.TRACES.name(), 6, (short) 1).configs(Topics.TRACES.settings()),
                        new NewTopic(Topics.ALERTS.name(), 4, (short) 1)
                                .configs(Map.of("cleanup.policy", "delete", "message.timestamp.type", "CreateTime"))))
                .all()
                .get();

        var refused = assertThrows(TopicSetupException.class, () -> setup(4).prepare(Topics.all()));

        assertEquals(
                List.of(
                        "topic weir.traces: partitions = 6: expected 4",
                        "topic weir.alerts: cleanup.policy = delete: expected compact",
                        "topic weir.alerts: message.timestamp.type = CreateTime: expected LogAppendTime"),
                String.valueOf(refused.getMessage()).lines().toList());
        assertEquals(2, admin.listTopics().names().get().size());
    }

    @Test
    void recordedTopics_keepForEverAndAreNotTakenForLiveOnes() {
        List<Topic> recorded = Topics.all().stream().map(Topic::recorded).toList();
        setup(2).prepare(recorded);

        assertTrue(setup(2).inspect(recorded).stream()
                .allMatch(status -> status.problems().isEmpty()));
        List<String> problems = setup(2).inspect(List.of(Topics.TRACES)).get(0).problems();
        assertEquals(
                List.of(
                        "topic weir.traces: message.timestamp.type = CreateTime: expected LogAppendTime",
                        "topic weir.traces: retention.ms = -1: expected 604800000"),
                problems);
    }

    @Test
    void burstRightAfterCreation_losesNothing() throws Exception {
        List<Topic> many = Stream.of("a", "b", "c", "d")
                .map(letter -> new Topic(
                        "burst-" + letter,
                        "",
                        "",
                        Topic.Cleanup.DELETE,
                        Duration.ofDays(1),
                        Topic.Timestamps.ARRIVAL,
                        "",
                        ""))
                .toList();
        setup(16).prepare(many);

        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "delivery.timeout.ms",
                8000,
                "request.timeout.ms",
                4000,
                "linger.ms",
                0);
        List<Future<?>> sent = new ArrayList<>();
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < 6000; i++) {
                for (Topic topic : many) {
                    sent.add(producer.send(new ProducerRecord<>(topic.name(), i % 16, null, "x")));
                }
            }
        }
        for (Future<?> record : sent) {
            record.get();
        }
    }

    @Test
    void noBroker_isSaidInTime() {
        kafka.close();
        Admin lost = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        try {
            var refused = assertThrows(
                    TopicSetupException.class,
                    () -> new TopicSetup(lost, new TopicsConfig(4, 1), Duration.ofSeconds(1)).prepare(Topics.all()));
            assertTrue(
                    String.valueOf(refused.getMessage()).endsWith("expected an answer from Kafka within 1 s"),
                    refused.getMessage());
        } finally {
            lost.close(Duration.ZERO);
        }
    }

    private TopicSetup setup(int partitions) {
        return new TopicSetup(admin, new TopicsConfig(partitions, 1), DEADLINE);
    }
}
