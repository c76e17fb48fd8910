package dev.weir.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.app.embedded.EmbeddedKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Members that never left and transactions that nobody ends, of our applications and of somebody else. */
@Timeout(120)
class FormerProcessIT {

    private static final List<String> OURS = List.of("weir-topology", "weir-alerting");

    @Test
    void membersAndTransactionsOfTheDead_areEnded_andNobodyElses() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
                KafkaProducer<byte[], byte[]> dead = begin(kafka, admin, "weir-topology-0000-1");
                KafkaProducer<byte[], byte[]> foreign = begin(kafka, admin, "weir-topologies-1")) {
            join(kafka, "weir-topology");
            join(kafka, "weir-topologies");
            assertEquals(Set.of("weir-topology-0000-1", "weir-topologies-1"), open(admin));
            assertEquals(1, members(admin, "weir-topology"));

            FormerProcess.end(admin, OURS);

            assertEquals(Set.of("weir-topologies-1"), open(admin));
            assertEquals(0, members(admin, "weir-topology"));
            assertEquals(1, members(admin, "weir-topologies"));

            FormerProcess.end(admin, OURS);
            assertEquals(Set.of("weir-topologies-1"), open(admin), "nothing is left to end");
        }
    }

    @Test
    void transactionThatNoCoordinatorKnows_isAborted(@TempDir Path directory) throws Exception {
        TopicPartition written = new TopicPartition("weir-topology-1", 0);
        KafkaProducer<byte[], byte[]> dead;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            dead = begin(kafka, admin, written.topic());
        }
        dead.close(Duration.ZERO);
        forgetTransactions(directory);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            assertEquals(0, stable(admin, written), "it hangs");

            FormerProcess.end(admin, OURS);

            assertEquals(2, stable(admin, written), "the record and the marker that takes it back");
        }
    }

    private static long stable(Admin admin, TopicPartition partition) throws Exception {
        return admin.listOffsets(
                        Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .partitionResult(partition)
                .get()
                .offset();
    }

    private static void forgetTransactions(Path directory) throws Exception {
        List<Path> logs;
        try (Stream<Path> files = Files.walk(directory)) {
            logs = files.filter(file -> file.toString().contains("__transaction_state-")
                            && file.toString().endsWith(".log"))
                    .toList();
        }
        for (Path log : logs) {
            Files.delete(log);
        }
    }

    private static KafkaProducer<byte[], byte[]> begin(EmbeddedKafka kafka, Admin admin, String id) throws Exception {
        admin.createTopics(List.of(new NewTopic(id, 1, (short) 1))).all().get();
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", id),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(id, new byte[] {1})).get();
        return producer;
    }

    private static void join(EmbeddedKafka kafka, String group) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "group.id", group, "session.timeout.ms", 60_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of("weir-topologies-1"));
        while (consumer.assignment().isEmpty()) {
            consumer.poll(Duration.ofMillis(100));
        }
        consumer.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP));
    }

    private static int members(Admin admin, String group) throws Exception {
        return admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
                .mapToInt(found -> found.members().size())
                .sum();
    }

    private static Set<String> open(Admin admin) throws Exception {
        return admin
                .listTransactions(new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING)))
                .all()
                .get()
                .stream()
                .map(TransactionListing::transactionalId)
                .collect(Collectors.toSet());
    }
}
