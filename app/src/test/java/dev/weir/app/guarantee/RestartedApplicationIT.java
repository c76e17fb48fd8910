package dev.weir.app.guarantee;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.weir.app.command.RecordedCalls;
import dev.weir.app.config.ConfigLoader;
import dev.weir.app.config.WeirConfig;
import dev.weir.app.embedded.EmbeddedKafka;
import dev.weir.app.run.App;
import dev.weir.app.run.Drain;
import dev.weir.app.run.Role;
import dev.weir.app.run.Session;
import dev.weir.app.run.TopicFollower;
import dev.weir.app.traffic.Arrival;
import dev.weir.app.traffic.ReplayOptions;
import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.schemas.avro.WindowStats;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole application on a recorded half-hour, and a restart in its middle: every call is counted once, every judged call
 * has its score in its window, and the route that fails for ten minutes fires one alert, of which the receiver is told.
 */
class RestartedApplicationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
    private static final int MINUTES = 30;
    private static final int CALLS_A_MINUTE = 60;
    private static final int PARTITIONS = 2;
    private static final String RULES = """
            groups:
              - name: failures
                rules:
                  - alert: ErrorRate
                    kind: threshold
                    measure: error_rate
                    above: 0.2
                    tile: minute
                    for: 2m
                    keep_firing_for: 2m
                    labels: {severity: critical}
            """;

    private final EveryCallCountedOnce everyCallCountedOnce = new EveryCallCountedOnce();
    private final NoScoreLost noScoreLost = new NoScoreLost();
    private final AlertFiresOncePerEpisode alertFiresOncePerEpisode = new AlertFiresOncePerEpisode();
    private final HttpServer receiver;

    @TempDir
    private Path directory = Path.of(".");

    RestartedApplicationIT() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void listen() {
        receiver.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            alertFiresOncePerEpisode.notified(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    @Test
    @Timeout(400)
    void restartInTheMiddle_losesAndDoublesNeitherCallsNorScoresNorAlerts() throws Exception {
        Files.writeString(directory.resolve("rules.yaml"), RULES);
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            // The failures begin in minute 10 and end in minute 20; the restart is between.
            try (Session session = open(kafka)) {
                replay(session.app(), 0, 15, false);
                await("calls", () -> counted(session) > 14 * CALLS_A_MINUTE);
            }
            try (Session session = open(kafka)) {
                replay(session.app(), 15, MINUTES, true);
                new Drain(session.app(), PARTITIONS, 1).await(PATIENCE);
                readAll(session.app());
                await(
                        "notifications",
                        () -> alertFiresOncePerEpisode.notificationViolations().isEmpty());

                everyCallCountedOnce.require("minute");
                everyCallCountedOnce.require("hour");
                everyCallCountedOnce.require(ask(
                        session,
                        "/api/v1/windows?from=" + START + "&to=" + START.plus(Duration.ofHours(1)) + "&step=1h"));
                noScoreLost.require("minute");
                noScoreLost.require("day");
                alertFiresOncePerEpisode.requireNotified();
                assertEquals(1, alertFiresOncePerEpisode.fired());
            }
        }
    }

    private Session open(EmbeddedKafka kafka) throws Exception {
        WeirConfig config = new ConfigLoader<>(WeirConfig.class)
                .load(
                        null,
                        Map.of(),
                        List.of(
                                "kafka.bootstrap_servers=" + kafka.bootstrapServers(),
                                "topics.partitions=" + PARTITIONS,
                                "http.port=0",
                                "topology.clock=analysis",
                                "topology.sampling.base_rate=1",
                                "alerting.delivery.console=false",
                                "alerting.delivery.webhook_urls=http://127.0.0.1:"
                                        + receiver.getAddress().getPort() + "/",
                                "files.rules=" + directory.resolve("rules.yaml"),
                                "storage.directory=" + directory.resolve("state")))
                .config();
        Session session = Session.open(
                config,
                Role.ALL.single(),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        session.awaitRunning(PATIENCE);
        return session;
    }

    private void replay(App app, int fromMinute, int toMinute, boolean end) throws InterruptedException {
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = fromMinute * CALLS_A_MINUTE; i < toMinute * CALLS_A_MINUTE; i++) {
            Instant at =
                    START.plus(Duration.ofMinutes(1).dividedBy(CALLS_A_MINUTE).multipliedBy(i));
            int minute = i / CALLS_A_MINUTE;
            boolean fails = i % 2 == 0 && minute >= 10 && minute < 20;
            TraceEvent.Builder call = TraceEvent.newBuilder()
                    .setTraceId("trace-" + i)
                    .setSpanId("1")
                    .setRoute("route-" + i % 2)
                    .setRequestModel("gpt-4o")
                    .setStartTime(at)
                    .setInputTokens(10L)
                    .setOutputTokens(5L)
                    .setInputText("What is the refund period?")
                    .setOutputText("It is " + i + " days.");
            if (fails) {
                call.setHttpStatus(500);
            }
            TraceEvent event = call.build();
            everyCallCountedOnce.sent(event);
            arrivals.add(new Arrival(event, at));
        }
        RecordedCalls.replay(app, arrivals, ReplayOptions.DEFAULT.withEndMarker(end));
    }

    private void readAll(App app) {
        read(app, Topics.WINDOW_STATS, WindowStats.class, everyCallCountedOnce::published);
        read(app, Topics.JUDGE_TASKS, JudgeTask.class, noScoreLost::asked);
        read(app, Topics.SCORES, Score.class, noScoreLost::scored);
        read(app, Topics.WINDOW_QUALITY, WindowQuality.class, noScoreLost::published);
        read(app, Topics.ALERT_HISTORY, Alert.class, alertFiresOncePerEpisode::published);
    }

    private static <T extends SpecificRecord> void read(App app, Topic topic, Class<T> type, Consumer<T> to) {
        try (TopicFollower<T> records = new TopicFollower<>(app.clientSettings(), app.codec(), List.of(topic), type)) {
            records.readToEnd((partition, record) -> to.accept(record));
        }
    }

    private static long counted(Session session) {
        return ask(session, "/api/v1/counters")
                .path("ingest-counters")
                .path("counted")
                .asLong();
    }

    private static JsonNode ask(Session session, String path) {
        try {
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(session.url() + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return new ObjectMapper().readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException("no answer to " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no " + what + " within " + PATIENCE);
            }
            LockSupport.parkNanos(100_000_000);
        }
    }
}
