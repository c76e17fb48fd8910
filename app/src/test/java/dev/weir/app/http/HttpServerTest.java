package dev.weir.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.app.config.HttpConfig;
import dev.weir.app.config.HttpLimits;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.ConfluentRestRegistry;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.schemas.registry.Registries;
import dev.weir.schemas.registry.RegistryConfig;
import dev.weir.schemas.registry.SchemaRegistry;
import dev.weir.schemas.registry.SchemaRejectedException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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

    private static final HttpConfig ANY_PORT = HttpConfig.DEFAULT.withPort(0);
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final Map<String, String> problems = new ConcurrentHashMap<>();
    private final Map<String, String> warnings = new ConcurrentHashMap<>();
    private final Metrics metrics = new Metrics();
    private HttpServer server;

    @BeforeEach
    void start() {
        server = HttpServer.start(
                ANY_PORT,
                List.of(
                        new Health(() -> problems, () -> warnings, ready::get),
                        metrics,
                        new SchemaRoutes(new EmbeddedRegistry()),
                        routes -> {
                            routes.get("/broken", context -> {
                                throw new IllegalStateException("canary at line 7");
                            });
                            routes.get("/query", context -> context.json(Parameters.of(context, 256)));
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
        assertEquals(
                "{\"status\":\"down\",\"problems\":{\"topology\":\"streams application is ERROR\"},\"warnings\":{}}",
                red.body());
    }

    @Test
    void partThatWaits_isNamedAndNotRed() throws Exception {
        warnings.put("notify-webhook-1", "no answer within 10000 ms");
        var live = get("/health/live");
        assertEquals(200, live.statusCode());
        assertEquals(
                "{\"status\":\"up\",\"problems\":{},\"warnings\":{\"notify-webhook-1\":\"no answer within 10000 ms\"}}",
                live.body());
        assertEquals(
                live.body().replace("\"up\"", "\"ready\""), get("/health/ready").body());
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
        assertEquals(
                "{\"type\":\"about:blank\",\"title\":\"Server Error\",\"status\":500,"
                        + "\"detail\":\"unexpected failure; the server's log says more\"}",
                answer.body());
    }

    @Test
    void unknownPathAndMethod_areProblems() throws Exception {
        assertEquals(
                "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
                        + "\"detail\":\"Endpoint GET /nothing not found\"}",
                get("/nothing").body());
        assertEquals(
                "application/problem+json",
                get("/nothing").headers().firstValue("content-type").orElse(""));
        var post = client.send(
                HttpRequest.newBuilder(URI.create(url() + "/metrics"))
                        .POST(HttpRequest.BodyPublishers.ofString("x"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(405, post.statusCode());
        assertTrue(post.body().contains("\"status\":405"), post.body());
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
        assertBadRequest("limit", "2 values", "one", "limit=1&limit=2");
        assertBadRequest("route", "300 characters", "at most 256", "route=" + "x".repeat(300));
        String many = IntStream.range(0, 33).mapToObj(i -> "p" + i + "=1").collect(Collectors.joining("&"));
        assertBadRequest("query", "33 parameters", "at most 32", many);
    }

    /** The client refuses to send such a query, so it is written to the socket. */
    @Test
    void malformedPercentEncoding_isTheClientsFault() throws Exception {
        for (String query : List.of("route=%", "route=%zz", "route=%4", "route=%ff", "a=1&%c3%28=b")) {
            String answer = raw("GET /query?" + query + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            assertTrue(answer.contains("application/problem+json"), answer);
            assertTrue(answer.contains("expected percent-encoded UTF-8"), answer);
        }
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void otherOrigins_readTheApiOnlyIfTheyAreNamed() throws Exception {
        assertEquals("", allowedOrigin(server, "https://dash.example.com"));
        HttpConfig config = new HttpConfig("127.0.0.1", 0, "", List.of("https://dash.example.com"), HttpLimits.DEFAULT);
        Routes api = routes -> routes.get("/api/v1/x", context -> context.result("x"));
        try (HttpServer open = HttpServer.start(config, List.of(api))) {
            assertEquals("https://dash.example.com", allowedOrigin(open, "https://dash.example.com"));
            assertEquals("", allowedOrigin(open, "https://dash.example.com.evil.test"));
        }
    }

    private String allowedOrigin(HttpServer asked, String origin) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + asked.port() + "/api/v1/x"))
                                .header("Origin", origin)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .headers()
                .firstValue("access-control-allow-origin")
                .orElse("");
    }

    private void assertBadRequest(String parameter, String value, String expected, String query) throws Exception {
        var answer = get("/query?" + query);
        assertEquals(400, answer.statusCode());
        assertTrue(
                answer.body()
                        .contains("{\"parameter\":\"%s\",\"value\":\"%s\",\"expected\":\"%s\"}"
                                .formatted(parameter, value, expected)),
                answer.body());
    }

    @Test
    void takenPort_isNamed() {
        var refused = assertThrows(
                HttpServerException.class,
                () -> HttpServer.start(HttpConfig.DEFAULT.withPort(server.port()), List.of()));
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
