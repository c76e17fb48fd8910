package dev.weir.app.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.app.config.HttpConfig;
import dev.weir.app.config.OtlpConfig;
import dev.weir.app.http.HttpServer;
import dev.weir.app.otlp.OtlpRoutes;
import dev.weir.topology.ingest.SourcesConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An exporter is told to come again while Kafka is out, and what was acknowledged is there when Kafka is back. */
class KafkaOutageIT {

    private static final String TOPIC = SourcesConfig.DEFAULT.otlpSpans();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path directory = Path.of(".");

    @Test
    @Timeout(240)
    void whileKafkaIsOut_503WithRetryAfter_andNothingAcknowledgedIsLost() throws Exception {
        try (BrokerCluster kafka = BrokerCluster.start(directory.resolve("kafka"), 1);
                OtlpRoutes routes = new OtlpRoutes(
                        OtlpConfig.DEFAULT,
                        SourcesConfig.DEFAULT,
                        () -> new HashMap<>(Map.of("bootstrap.servers", kafka.bootstrapServers())),
                        new SimpleMeterRegistry());
                HttpServer server = HttpServer.start(HttpConfig.DEFAULT.withPort(0), List.of(routes))) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1)))
                        .all()
                        .get();
            }
            Set<String> acknowledged = new HashSet<>();
            send(server, 1, acknowledged);
            assertEquals(Set.of(trace(1)), acknowledged);

            kafka.node(1).kill();
            HttpResponse<String> refused = send(server, 2, acknowledged);
            assertEquals(503, refused.statusCode());
            assertEquals("2", refused.headers().firstValue("Retry-After").orElse("none"));
            assertTrue(refused.body().contains("\"code\":14"), "UNAVAILABLE, as exporters read it: " + refused.body());
            long before = System.nanoTime();
            assertEquals(503, send(server, 3, acknowledged).statusCode());
            assertTrue(System.nanoTime() - before < 2_000_000_000L, "refused at once, no thread is held");

            kafka.restart(1);
            kafka.awaitAll();
            long end = System.nanoTime() + PATIENCE.toNanos();
            int attempt = 4;
            while (send(server, attempt, acknowledged).statusCode() != 200) {
                assertTrue(System.nanoTime() < end, "not taken again");
                attempt++;
            }
            Set<String> there = keys(kafka.bootstrapServers());
            assertTrue(there.containsAll(acknowledged), acknowledged + " acknowledged, there: " + there);
        }
    }

    private HttpResponse<String> send(HttpServer server, int trace, Set<String> acknowledged)
            throws IOException, InterruptedException {
        String body = ("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"%s\",\"spanId\":\"%016x\","
                        + "\"name\":\"chat\",\"startTimeUnixNano\":\"1\",\"endTimeUnixNano\":\"2\"}]}]}]}")
                .formatted(trace(trace), trace);
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v1/traces"))
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(30))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (response.statusCode() == 200) {
            acknowledged.add(trace(trace));
        }
        return response;
    }

    private static String trace(int number) {
        return "%032x".formatted(number);
    }

    private static Set<String> keys(String bootstrapServers) {
        Set<String> keys = new HashSet<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition(TOPIC, 0), new TopicPartition(TOPIC, 1));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    keys.add(record.key());
                }
            }
        }
        return keys;
    }
}
