package dev.weir.app.otlp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.app.config.ConfigLoader;
import dev.weir.app.config.WeirConfig;
import dev.weir.app.run.Role;
import dev.weir.app.run.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A measuring process with a Kafka inside, and a client of its HTTP server. */
final class OtlpProcess implements AutoCloseable {

    static final int PARTITIONS = 4;
    static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Session session;

    OtlpProcess(Path directory, String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "http.port=0",
                "kafka.embedded_port=0",
                "topics.partitions=" + PARTITIONS,
                "storage.directory=" + directory));
        all.addAll(List.of(settings));
        WeirConfig config =
                new ConfigLoader<>(WeirConfig.class).load(null, Map.of(), all).config();
        session = Session.open(
                config,
                Set.of(Role.TOPOLOGY),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        session.awaitRunning(PATIENCE);
    }

    String url() {
        return session.url();
    }

    Map<String, Object> clientSettings() {
        return session.app().clientSettings();
    }

    HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url() + path)));
    }

    HttpResponse<byte[]> post(String path, String contentType, byte[] body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url() + path))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    HttpResponse<byte[]> post(String path, String json) throws IOException, InterruptedException {
        return post(path, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<byte[]> postGzip(String path, byte[] body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url() + path))
                .header("Content-Type", "application/x-protobuf")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        return MAPPER.readTree(get(path).body());
    }

    JsonNode counters() throws IOException, InterruptedException {
        return json("/api/v1/counters").path("ingest-counters");
    }

    void awaitCounter(String name, long expected) throws IOException, InterruptedException {
        await(
                "/api/v1/counters",
                answer -> answer.path("ingest-counters").path(name).asLong() == expected);
    }

    /** The answer to a question once it is as expected. */
    JsonNode await(String path, Predicate<JsonNode> expected) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode answer = json(path);
            if (expected.test(answer)) {
                return answer;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(path + " is still " + answer + "; counters " + counters());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
