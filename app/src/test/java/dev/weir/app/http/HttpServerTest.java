package dev.weir.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.app.config.HttpConfig;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.ConfluentRestRegistry;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.schemas.registry.Registries;
import dev.weir.schemas.registry.RegistryConfig;
import dev.weir.schemas.registry.SchemaRegistry;
import dev.weir.schemas.registry.SchemaRejectedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpServerTest {

    private static final HttpConfig ANY_PORT = new HttpConfig("127.0.0.1", 0, "");
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final Map<String, String> problems = new ConcurrentHashMap<>();
    private final Metrics metrics = new Metrics();
    private HttpServer server;

    @BeforeEach
    void start() {
        server = HttpServer.start(
                ANY_PORT,
                List.of(
                        new Health(() -> problems, ready::get),
                        metrics,
                        new SchemaRoutes(new EmbeddedRegistry()),
                        routes -> {
                            routes.get("/broken", context -> {
                                throw new IllegalStateException("canary at line 7");
                            });
                            routes.get("/query", context -> context.json(Parameters.of(context)));
                        }));
    }

    @AfterEach
    void close() {
        server.close();
        metrics.close();
    }

    @Test
    void health_tellsLifeFromReadiness() throws Exception {
        assertEquals(200, get("/health/live").statusCode());
        assertEquals(200, get("/health/ready").statusCode());
        ready.set(false);
        assertEquals(200, get("/health/live").statusCode());
        assertEquals(503, get("/health/ready").statusCode());
        problems.put("topology", "streams application is ERROR");
        var red = get("/health/live");
        assertEquals(503, red.statusCode());
        assertEquals("{\"status\":\"down\",\"problems\":{\"topology\":\"streams application is ERROR\"}}", red.body());
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
    void outsideClient_resolvesOurSchemasAndProducesWithThem() throws Exception {
        int id = new EmbeddedRegistry().idOf("weir.traces-value", TraceEvent.getClassSchema());
        try (SchemaRegistry outside = Registries.open(RegistryConfig.DEFAULT.withUrls(List.of(url())))) {
            assertTrue(outside instanceof ConfluentRestRegistry);
            assertEquals("TraceEvent", outside.schemaOf(id).getName());
            assertEquals(id, outside.idOf("weir.traces-value", TraceEvent.getClassSchema()));
            assertThrows(
                    SchemaRejectedException.class,
                    () -> outside.idOf("weir.scores-value", TraceEvent.getClassSchema()));
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
                HttpRequest.newBuilder(URI.create(url() + "/metrics"))
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
                "{\"from\":\"2026-01-31T12:00:00+01:00\",\"route\":\"a b\"}",
                get("/query?route=a%20b&from=2026-01-31T12:00:00%2B01:00").body());
    }

    @Test
    void unboundedParameters_areRefusedUnread() throws Exception {
        assertBadRequest("limit: expected once, given 2 times", "limit=1&limit=2");
        assertBadRequest("route of 300 characters: expected at most 256", "route=" + "x".repeat(300));
        String many = IntStream.range(0, 33).mapToObj(i -> "p" + i + "=1").collect(Collectors.joining("&"));
        assertBadRequest("33 parameters: expected at most 32", many);
    }

    private void assertBadRequest(String message, String query) throws Exception {
        var answer = get("/query?" + query);
        assertEquals(400, answer.statusCode());
        assertEquals("{\"status\":400,\"error\":\"" + message + "\"}", answer.body());
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

    private String url() {
        return "http://127.0.0.1:" + server.port();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(url() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
