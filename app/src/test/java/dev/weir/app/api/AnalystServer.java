package dev.weir.app.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.app.config.HttpConfig;
import dev.weir.app.http.HttpServer;
import dev.weir.schemas.avro.Alert;
import dev.weir.topology.query.Question;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An HTTP server with the routes of analysts, whose answers a test decides. */
abstract class AnalystServer {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:30Z");

    final HttpClient client = HttpClient.newHttpClient();
    final FakeQuestions questions = new FakeQuestions();
    final List<Alert> history = new ArrayList<>();
    boolean measures = true;
    HttpServer server;

    @BeforeEach
    void start() {
        Alerts alerts = new Alerts() {
            @Override
            public List<Alert> active() {
                return history;
            }

            @Override
            public List<Alert> history() {
                return history;
            }
        };
        server = HttpServer.start(
                HttpConfig.DEFAULT.withPort(0),
                List.of(new AnalystRoutes(
                        () -> measures,
                        () -> Optional.of(questions),
                        () -> Optional.of(alerts),
                        Clock.fixed(NOW, ZoneOffset.UTC))));
    }

    @AfterEach
    void close() {
        server.close();
    }

    Question asked() {
        if (questions.asked == null) {
            throw new AssertionError("nothing was asked");
        }
        return questions.asked;
    }

    static long millis(String time) {
        return Instant.parse(time).toEpochMilli();
    }

    JsonNode json(String path) throws Exception {
        HttpResponse<String> answer = get(path, "application/json");
        assertEquals(200, answer.statusCode(), answer.body());
        return new ObjectMapper().readTree(answer.body());
    }

    HttpResponse<String> get(String path, String accept) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1/" + path))
                        .header("Accept", accept)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
