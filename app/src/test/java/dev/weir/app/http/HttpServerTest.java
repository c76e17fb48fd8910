package dev.weir.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.app.config.HttpConfig;
import dev.weir.schemas.Tile;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.ConfluentRestRegistry;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.schemas.registry.Registries;
import dev.weir.schemas.registry.RegistryConfig;
import dev.weir.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpServerTest {

    private static final HttpConfig ANY_PORT = new HttpConfig("127.0.0.1", 0, "");
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicBoolean live = new AtomicBoolean(true);
    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final Health health = new Health();
    private final Metrics metrics = new Metrics();
    private HttpServer server;

    @BeforeEach
    void start() {
        server = HttpServer.start(
                ANY_PORT, List.of(health, metrics, new SchemaRoutes(new EmbeddedRegistry()), routes -> {
                    routes.get("/broken", context -> {
                        throw new IllegalStateException("canary at line 7");
                    });
                    routes.get("/query", context -> {
                        var query = new QueryParameters(context, Set.of("from", "limit", "step", "tile", "route"));
                        context.json(List.of(
                                String.valueOf(query.instant("from").orElse(null)),
                                query.number("limit", 10, 1, 100),
                                query.duration("step", Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofDays(1))
                                        .toString(),
                                query.choice("tile", Tile.class, Tile.MINUTE).toString(),
                                query.text("route").orElse("")));
                    });
                }));
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        metrics.close();
    }

    @Test
    void health_followsItsParts() throws Exception {
        assertEquals(503, get("/health/ready").statusCode(), "nothing runs yet");
        assertEquals(200, get("/health/live").statusCode());
        health.watch("topology", live::get, ready::get);
        assertEquals(200, get("/health/ready").statusCode());
        ready.set(false);
        var red = get("/health/ready");
        assertEquals(503, red.statusCode());
        assertTrue(red.body().contains("\"topology\":\"not ok\""), red.body());
        assertEquals(200, get("/health/live").statusCode());
        live.set(false);
        assertEquals(503, get("/health/live").statusCode());
    }

    @Test
    void metrics_arePrometheusTextWithoutUnwantedKafkaFamilies() throws Exception {
        metrics.registry().counter("weir.events", "result", "accepted").increment(3);
        metrics.registry().counter("kafka.consumer.io.wait.ratio").increment();
        metrics.registry()
                .counter("kafka.consumer.fetch.manager.records.lag.max")
                .increment();
        String text = get("/metrics").body();
        assertTrue(text.contains("weir_events_total{result=\"accepted\"} 3.0"), text);
        assertTrue(text.contains("jvm_memory_used_bytes"), text);
        assertTrue(text.contains("kafka_consumer_fetch_manager_records_lag_max"), text);
        assertFalse(text.contains("kafka_consumer_io"), text);
    }

    @Test
    void outsideClient_resolvesOurSchemas() throws Exception {
        int id = new EmbeddedRegistry().idOf("weir.traces-value", TraceEvent.getClassSchema());
        try (SchemaRegistry outside = Registries.open(RegistryConfig.DEFAULT.withUrls(List.of(server.url())))) {
            assertTrue(outside instanceof ConfluentRestRegistry);
            assertEquals("TraceEvent", outside.schemaOf(id).getName());
        }
        assertEquals(404, get("/schemas/ids/1").statusCode());
        assertTrue(get("/schemas/ids/1").body().contains("40403"));
        assertEquals(
                "application/vnd.schemaregistry.v1+json",
                get("/subjects").headers().firstValue("content-type").orElse(""));
    }

    @Test
    void unexpectedFailure_tellsNothing() throws Exception {
        var answer = get("/broken");
        assertEquals(500, answer.statusCode());
        assertFalse(answer.body().contains("canary"), answer.body());
        assertEquals("{\"status\":500,\"error\":\"unexpected failure; the server's log says more\"}", answer.body());
    }

    @Test
    void unknownPathAndMethod_areJson() throws Exception {
        assertEquals(
                "{\"status\":404,\"error\":\"Endpoint GET /nothing not found\"}",
                get("/nothing").body());
        var post = client.send(
                HttpRequest.newBuilder(URI.create(server.url() + "/metrics"))
                        .POST(HttpRequest.BodyPublishers.ofString("x"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(405, post.statusCode());
        assertTrue(post.body().startsWith("{\"status\":405"), post.body());
    }

    @Test
    void everyAnswer_forbidsSniffingAndForeignContent() throws Exception {
        for (String path : List.of("/metrics", "/nothing", "/broken", "/subjects")) {
            var headers = get(path).headers();
            assertEquals("nosniff", headers.firstValue("x-content-type-options").orElse(""), path);
            assertTrue(headers.firstValue("content-security-policy").orElse("").startsWith("default-src 'self'"), path);
            assertEquals("", headers.firstValue("server").orElse(""), path);
        }
    }

    @Test
    void goodParameters_areRead() throws Exception {
        assertEquals(
                "[\"2026-01-31T11:00:00Z\",7,\"PT5M\",\"HOUR\",\"chat\"]",
                get("/query?from=2026-01-31T12:00:00%2B01:00&limit=7&step=5m&tile=hour&route=chat")
                        .body());
        assertEquals("[\"null\",10,\"PT1M\",\"MINUTE\",\"\"]", get("/query").body());
        for (String epoch : List.of("1769857200", "1769857200000", "1769857200000000")) {
            assertTrue(get("/query?from=" + epoch).body().startsWith("[\"2026-01-31T11:00:00Z\""), epoch);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            limit=0           | limit = 0: expected a whole number from 1 to 100
            limit=x           | limit = x: expected a whole number from 1 to 100
            limit=1&limit=2   | limit: expected once, given 2 times
            step=2d           | step = 2d: expected a duration from 1s to 1d
            from=yesterday    | from = yesterday: expected a time such as 2026-01-31T12:00:00Z, or seconds since the epoch
            tile=week         | tile = week: expected one of day, hour, minute
            limt=1            | limt: expected only [from, limit, route, step, tile]
            """)
    void badParameter_isNamed(String query, String message) throws Exception {
        var answer = get("/query?" + query);
        assertEquals(400, answer.statusCode());
        assertEquals("{\"status\":400,\"error\":\"" + message + "\"}", answer.body());
    }

    @Test
    void longParameter_isRefusedUnread() throws Exception {
        assertEquals(
                "{\"status\":400,\"error\":\"route of 300 characters: expected at most 256\"}",
                get("/query?route=" + "x".repeat(300)).body());
    }

    @Test
    void takenPort_isNamed() {
        var refused = assertThrows(
                HttpServerException.class,
                () -> HttpServer.start(new HttpConfig("127.0.0.1", server.port(), ""), List.of()));
        assertTrue(
                String.valueOf(refused.getMessage()).startsWith("http.port = " + server.port() + ": expected a free"),
                refused.getMessage());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.url() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
