package dev.weir.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.app.command.RecordedCalls;
import dev.weir.app.config.ConfigLoader;
import dev.weir.app.config.WeirConfig;
import dev.weir.app.embedded.EmbeddedKafka;
import dev.weir.app.guarantee.EveryCallCountedOnce;
import dev.weir.app.traffic.Arrival;
import dev.weir.app.traffic.ReplayOptions;
import dev.weir.schemas.avro.TraceEvent;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two processes measure together, and either answers for both. */
class TwoInstancesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
    private static final int CALLS = 2_000;
    private static final int ROUTES = 20;

    private final EveryCallCountedOnce everyCallCountedOnce = new EveryCallCountedOnce();

    @TempDir
    private Path directory = Path.of(".");

    private WeirConfig config(EmbeddedKafka kafka, String protocol, String name) {
        return new ConfigLoader<>(WeirConfig.class)
                .load(
                        null,
                        Map.of(),
                        List.of(
                                "kafka.bootstrap_servers=" + kafka.bootstrapServers(),
                                "kafka.group_protocol=" + protocol,
                                "http.port=0",
                                "topology.clock=analysis",
                                "storage.directory=" + directory.resolve(name)))
                .config();
    }

    private static PrintStream nowhere() {
        return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    void eitherInstance_answersForAll(String protocol) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                Session first =
                        Session.open(config(kafka, protocol, protocol + "a"), Set.of(Role.TOPOLOGY), nowhere());
                Session second =
                        Session.open(config(kafka, protocol, protocol + "b"), Set.of(Role.TOPOLOGY), nowhere())) {
            first.awaitRunning(PATIENCE);
            second.awaitRunning(PATIENCE);
            replay(first.app());
            new Drain(first.app(), 4, 0).await(PATIENCE);

            String question = "/api/v1/windows?from=2026-11-20T10:00:00Z&to=2026-11-20T11:00:00Z&step=1h";
            JsonNode fromFirst = complete(first.url() + question);
            JsonNode fromSecond = complete(second.url() + question);
            assertEquals(fromFirst, fromSecond);
            assertEquals(ROUTES, fromFirst.path("windows").size());
            everyCallCountedOnce.require(fromFirst);
            assertEquals(complete(first.url() + "/api/v1/series"), complete(second.url() + "/api/v1/series"));
            assertEquals(
                    CALLS,
                    complete(second.url() + "/api/v1/counters")
                            .path("ingest-counters")
                            .path("counted")
                            .asLong());
        }
    }

    private void replay(App app) throws InterruptedException {
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            Instant at = START.plusMillis(500L * i);
            TraceEvent call = TraceEvent.newBuilder()
                    .setTraceId("trace-" + i)
                    .setSpanId("1")
                    .setRoute("route-" + i % ROUTES)
                    .setRequestModel("gpt-4o")
                    .setStartTime(at)
                    .setInputTokens(10L)
                    .setOutputTokens(5L)
                    .build();
            everyCallCountedOnce.sent(call);
            arrivals.add(new Arrival(call, at));
        }
        RecordedCalls.replay(app, arrivals, ReplayOptions.DEFAULT);
    }

    /** The answer once it is whole and from active copies; a rebalance may still be on the way. */
    private static JsonNode complete(String url) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String last = "";
        while (System.nanoTime() < deadline) {
            HttpResponse<String> response =
                    client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
            last = response.body();
            if (response.statusCode() == 200) {
                JsonNode answer = new ObjectMapper().readTree(last);
                if (!answer.path("partial").asBoolean()
                        && answer.path("stale_ms").asLong() == 0) {
                    return answer;
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        assertFalse(true, "no whole answer: " + last);
        throw new IllegalStateException("unreachable");
    }
}
