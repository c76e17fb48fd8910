package dev.weir.app.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weir.app.config.ConfigLoader;
import dev.weir.app.config.WeirConfig;
import dev.weir.app.run.Role;
import dev.weir.app.run.Session;
import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertKind;
import dev.weir.schemas.avro.AlertStatus;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A broker that dies while an alert is being delivered, and stays away for longer than clients wait for an answer. No thread
 * ends: alerts raised before, during and after are delivered once each, tasks are judged, and health says what waits.
 */
class BrokerOutageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** What the clients of the process wait for an answer; the outage lasts a multiple of it. */
    private static final Duration API_TIMEOUT = Duration.ofSeconds(4);

    private final AvroCodec codec = new AvroCodec(new EmbeddedRegistry());
    private final Map<String, Integer> deliveries = new ConcurrentSkipListMap<>();
    private final CountDownLatch beingDelivered = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final ExecutorService receiverThreads = Executors.newCachedThreadPool();
    private final ExecutorService sender = Executors.newSingleThreadExecutor();
    private final HttpServer receiver;

    @TempDir
    private Path directory = Path.of(".");

    BrokerOutageIT() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.setExecutor(receiverThreads);
        receiver.createContext("/hook", this::deliver);
        receiver.createContext("/api/v2/alerts", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        receiver.start();
    }

    private void deliver(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        if (key.equals("while-it-dies-1")) {
            beingDelivered.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        deliveries.merge(key, 1, Integer::sum);
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    @AfterEach
    void stop() {
        answer.countDown();
        receiver.stop(0);
        receiverThreads.shutdownNow();
        sender.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"share", "consumer"})
    @Timeout(400)
    void brokerAwayForLongerThanClientsWait_endsNoThread(String queue) throws Exception {
        try (BrokerCluster kafka = BrokerCluster.start(directory.resolve("kafka"), 1);
                Session session = open(kafka, queue);
                KafkaProducer<String, byte[]> producer = producer(kafka)) {
            // Given alerts before the outage, the last of which is being delivered when it begins
            raise(producer, "before");
            judge(producer, 1);
            await("the first delivery", () -> deliveries.containsKey("before-1"), deliveries::toString);
            await("the first score", () -> scored(session) == 1, () -> String.valueOf(scored(session)));
            raise(producer, "while-it-dies");
            await("the delivery", () -> beingDelivered.getCount() == 0, deliveries::toString);

            // When
            kafka.node(1).kill();
            answer.countDown();
            await(
                    "a warning",
                    () -> session.app()
                            .warnings()
                            .getOrDefault("notify-webhook-1", "")
                            .contains("cannot be committed"),
                    () -> String.valueOf(session.app().warnings()));
            assertEquals(
                    200,
                    health(session).statusCode(),
                    "nothing is lost: " + health(session).body());
            raise(producer, "during");
            judge(producer, 2);
            LockSupport.parkNanos(API_TIMEOUT.multipliedBy(3).toNanos());
            kafka.restart(1);
            kafka.awaitAll();
            raise(producer, "after");
            judge(producer, 3);

            // Then
            await("all deliveries", () -> deliveries.size() == 4, deliveries::toString);
            await("all alerts in view", () -> inView(session) == 4, () -> inView(session) + " alerts");
            await("all scores", () -> scored(session) >= 3, () -> String.valueOf(scored(session)));
            await(
                    "an end of the warnings",
                    () -> session.app().warnings().keySet().stream()
                            .noneMatch(part -> part.startsWith("notify") || part.startsWith("judge")),
                    () -> String.valueOf(session.app().warnings()));
            assertEquals(
                    Map.of("before-1", 1, "while-it-dies-1", 1, "during-1", 1, "after-1", 1),
                    new TreeMap<>(deliveries));
            assertEquals(Map.of(), session.app().problems());
        }
    }

    private Session open(BrokerCluster kafka, String queue) throws Exception {
        String url = "http://127.0.0.1:" + receiver.getAddress().getPort();
        WeirConfig config = new ConfigLoader<>(WeirConfig.class)
                .load(
                        null,
                        Map.of(),
                        List.of(
                                "kafka.bootstrap_servers=" + kafka.bootstrapServers(),
                                "kafka.client.default.api.timeout.ms=" + API_TIMEOUT.toMillis(),
                                "kafka.client.request.timeout.ms=" + API_TIMEOUT.toMillis(),
                                "topics.partitions=1",
                                "http.port=0",
                                "judge.queue.kind=" + queue,
                                "alerting.delivery.console=false",
                                "alerting.delivery.webhook_urls=" + url + "/hook",
                                "alerting.delivery.alertmanager_url=" + url,
                                "storage.directory=" + directory.resolve("state")))
                .config();
        Session session = Session.open(
                config,
                EnumSet.of(Role.ALERTING, Role.JUDGE),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        session.awaitRunning(PATIENCE);
        return session;
    }

    /** Waits with its records until the broker is back. */
    private static KafkaProducer<String, byte[]> producer(BrokerCluster kafka) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "delivery.timeout.ms",
                        (int) PATIENCE.toMillis(),
                        "max.block.ms",
                        PATIENCE.toMillis()),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private void raise(KafkaProducer<String, byte[]> producer, String id) {
        Instant start = Instant.parse("2026-11-20T10:00:00Z");
        Alert alert = Alert.newBuilder()
                .setAlertId(id)
                .setEventId(id + "-1")
                .setRevision(1)
                .setRuleId("ErrorRate")
                .setRuleVersion("1")
                .setKind(AlertKind.THRESHOLD)
                .setStatus(AlertStatus.FIRING)
                .setSeverity("critical")
                .setLabels(Map.of("route", id))
                .setAnnotations(Map.of())
                .setMetric("error_rate")
                .setStatistic("rate")
                .setOperator(">")
                .setThreshold(0.05)
                .setUnit("share")
                .setObserved(0.2)
                .setN(100)
                .setWindowStart(start)
                .setWindowEnd(start.plusSeconds(60))
                .setStartsAt(start)
                .setLastEvaluatedAt(start.plusSeconds(60))
                .setSummary("20 % fail on " + id)
                .setExemplars(List.of())
                .setProvenance(Map.of())
                .build();
        send(producer, Topics.ALERT_HISTORY, id, alert);
        send(producer, Topics.ALERTS, id, alert);
    }

    private void judge(KafkaProducer<String, byte[]> producer, int number) {
        JudgeTask task = JudgeTask.newBuilder()
                .setTaskId("trace/" + number)
                .setTraceId("trace")
                .setSpanId("span-" + number)
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
                .setOutputText("It is " + number + " days.")
                .build();
        send(producer, Topics.JUDGE_TASKS, task.getTaskId(), task);
    }

    private void send(KafkaProducer<String, byte[]> producer, Topic topic, String key, SpecificRecord value) {
        byte[] bytes = codec.encode(topic, value);
        // On a thread of its own: while the broker is away a producer waits for it.
        sender.execute(() -> producer.send(new ProducerRecord<>(topic.name(), key, bytes)));
    }

    private static long scored(Session session) {
        return session.app().judging().orElseThrow().counts().scored();
    }

    private static int inView(Session session) {
        return session.app().alerts().orElseThrow().history().size();
    }

    private static HttpResponse<String> health(Session session) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(session.url() + "/health/live"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static void await(String what, BooleanSupplier condition, Supplier<String> found) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no " + what + " within " + PATIENCE + ": " + found.get());
            }
            LockSupport.parkNanos(100_000_000);
        }
    }
}
