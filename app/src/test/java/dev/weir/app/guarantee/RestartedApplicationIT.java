package dev.weir.app.guarantee;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import dev.weir.app.run.Drain;
import dev.weir.app.run.Role;
import dev.weir.app.traffic.Arrival;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.schemas.avro.WindowStats;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
    private static final int MINUTES = 30;
    private static final int CALLS_A_MINUTE = 60;
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
        try (RecordedApplication weir = new RecordedApplication(directory)) {
            // The failures begin in minute 10 and end in minute 20; the restart is between.
            start(weir);
            replay(weir, 0, 15, false);
            RecordedApplication.await("calls", () -> weir.counted() > 14 * CALLS_A_MINUTE);

            start(weir);
            replay(weir, 15, MINUTES, true);
            new Drain(weir.app(), RecordedApplication.PARTITIONS, 1).await(RecordedApplication.PATIENCE);
            readAll(weir);
            RecordedApplication.await(
                    "notifications",
                    () -> alertFiresOncePerEpisode.notificationViolations().isEmpty());

            everyCallCountedOnce.require("minute");
            everyCallCountedOnce.require("hour");
            everyCallCountedOnce.require(
                    weir.ask("/api/v1/windows?from=" + START + "&to=" + START.plus(Duration.ofHours(1)) + "&step=1h"));
            noScoreLost.require("minute");
            noScoreLost.require("day");
            alertFiresOncePerEpisode.requireNotified();
            assertEquals(1, alertFiresOncePerEpisode.fired());
        }
    }

    private void start(RecordedApplication weir) throws Exception {
        weir.start(
                Role.ALL.single(),
                RULES,
                "topology.clock=analysis",
                "topology.sampling.base_rate=1",
                "alerting.delivery.webhook_urls=http://127.0.0.1:"
                        + receiver.getAddress().getPort() + "/");
    }

    private void replay(RecordedApplication weir, int fromMinute, int toMinute, boolean end)
            throws InterruptedException {
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
        weir.replay(arrivals, end);
    }

    private void readAll(RecordedApplication weir) {
        weir.read(Topics.WINDOW_STATS, WindowStats.class, everyCallCountedOnce::published);
        weir.read(Topics.JUDGE_TASKS, JudgeTask.class, noScoreLost::asked);
        weir.read(Topics.SCORES, Score.class, noScoreLost::scored);
        weir.read(Topics.WINDOW_QUALITY, WindowQuality.class, noScoreLost::published);
        weir.read(Topics.ALERT_HISTORY, Alert.class, alertFiresOncePerEpisode::published);
    }
}
