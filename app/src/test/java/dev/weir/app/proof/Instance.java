package dev.weir.app.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A running {@link MonitoringProcess} as its test sees it: a process to hurt and a server to ask. */
final class Instance {

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final long CLOSE_ENOUGH = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofMillis(500))
            .build();

    private final String name;
    private final ChildProcess process;
    private final Launch launch;

    Instance(String name, ChildProcess process, Launch launch) {
        this.name = name;
        this.process = process;
        this.launch = launch;
    }

    /** Name of its state directory. */
    String name() {
        return name;
    }

    ChildProcess process() {
        return process;
    }

    Path state() {
        return launch.state();
    }

    void kill() throws InterruptedException {
        process.kill();
    }

    /**
     * What came of asking.
     *
     * @param body of an answer with status 200; absent when there is none
     * @param failure why there is none; empty when there is
     */
    record Reply(@Nullable String body, String failure) {

        Optional<JsonNode> json() {
            return Optional.ofNullable(body).map(Instance::parse);
        }
    }

    Reply reply(String path) {
        URI uri = URI.create("http://127.0.0.1:" + launch.port() + path);
        try {
            HttpResponse<String> response = CLIENT.send(
                    HttpRequest.newBuilder(uri).timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200
                    ? new Reply(response.body(), "")
                    : new Reply(null, "status " + response.statusCode() + " " + response.body());
        } catch (IOException e) {
            return new Reply(null, e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The body of an answer with status 200; empty when there is none. */
    Optional<String> get(String path) {
        return Optional.ofNullable(reply(path).body());
    }

    Optional<JsonNode> ask(String path) {
        return reply(path).json();
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException("an answer that is no JSON", e);
        }
    }

    /** An answer that no partition is missing from. */
    JsonNode askWhole(String path, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        Optional<JsonNode> last = Optional.empty();
        String failure = "not asked";
        while (System.nanoTime() < end) {
            Reply reply = reply(path);
            failure = reply.failure();
            last = reply.json();
            if (last.isPresent() && !last.get().path("partial").asBoolean(true)) {
                return last.get();
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new AssertionError("no whole answer of " + name + " to " + path + " within " + atMost + ": "
                + last.map(json -> "missing " + json.path("missing_partitions")).orElse("none at all, " + failure)
                + "\n"
                + process.lastWords(30));
    }

    /** A figure of its Kafka Streams application; -1 when it does not answer. */
    long figure(String field) {
        return ask("/proof/streams").map(json -> json.path(field).asLong(-1)).orElse(-1L);
    }

    /** Whether all its tasks run. */
    boolean isRunning() {
        return ask("/proof/streams")
                .filter(json -> json.path("state").asText().equals("RUNNING"))
                .isPresent();
    }

    /**
     * Whether it has tasks or copies of them, all of them run, and its copies are nearly complete.
     *
     * @throws AssertionError if its process has ended, so that nobody waits for it
     */
    boolean isSettled() {
        process.requireAlive();
        return ask("/proof/streams")
                .filter(json -> json.path("state").asText().equals("RUNNING"))
                .filter(json ->
                        json.path("active").asLong() + json.path("standby").asLong() > 0)
                .filter(json -> json.path("lag").asLong() < CLOSE_ENOUGH)
                .isPresent();
    }
}
