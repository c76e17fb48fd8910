package dev.weir.app.guarantee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.app.command.RecordedCalls;
import dev.weir.app.config.ConfigLoader;
import dev.weir.app.config.WeirConfig;
import dev.weir.app.embedded.EmbeddedKafka;
import dev.weir.app.run.App;
import dev.weir.app.run.Role;
import dev.weir.app.run.Session;
import dev.weir.app.run.TopicFollower;
import dev.weir.app.traffic.Arrival;
import dev.weir.app.traffic.ReplayOptions;
import dev.weir.schemas.Topic;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The application on recorded calls, whose clock is theirs: a broker that stays, and a session that is started again with
 * other rules or roles and goes on from the same state.
 */
final class RecordedApplication implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(150);
    static final int PARTITIONS = 2;

    private final EmbeddedKafka kafka = EmbeddedKafka.start();
    private final Path directory;
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable Session session;

    /** @param directory where state and rules are */
    RecordedApplication(Path directory) {
        this.directory = directory;
    }

    /** Starts, or closes the session and starts it again, and waits until it runs. */
    void start(Set<Role> roles, String rules, String... more) throws Exception {
        stop();
        Files.writeString(directory.resolve("rules.yaml"), rules);
        List<String> settings = new ArrayList<>(List.of(
                "kafka.bootstrap_servers=" + kafka.bootstrapServers(),
                "topics.partitions=" + PARTITIONS,
                "http.port=0",
                "alerting.delivery.console=false",
                "files.rules=" + directory.resolve("rules.yaml"),
                "storage.directory=" + directory.resolve("state")));
        settings.addAll(List.of(more));
        WeirConfig config = new ConfigLoader<>(WeirConfig.class)
                .load(null, Map.of(), settings)
                .config();
        Session started = Session.open(
                config, roles, new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        session = started;
        started.awaitRunning(PATIENCE);
    }

    private void stop() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    private Session session() {
        if (session == null) {
            throw new IllegalStateException("used before start");
        }
        return session;
    }

    App app() {
        return session().app();
    }

    /** Puts calls on the trace topic. */
    void replay(List<Arrival> arrivals, boolean end) throws InterruptedException {
        RecordedCalls.replay(app(), arrivals, ReplayOptions.DEFAULT.withEndMarker(end));
    }

    /** Every committed record of a type in a topic. */
    <T extends SpecificRecord> void read(Topic topic, Class<T> type, Consumer<T> to) {
        try (TopicFollower<T> records =
                new TopicFollower<>(app().clientSettings(), app().codec(), List.of(topic), type)) {
            records.readToEnd((partition, record) -> to.accept(record));
        }
    }

    /** What the API answers. */
    JsonNode ask(String path) {
        try {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(session().url() + path)).build(),
                    HttpResponse.BodyHandlers.ofString());
            return new ObjectMapper().readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException("no answer to " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Calls that have been counted. */
    long counted() {
        return ask("/api/v1/counters").path("ingest-counters").path("counted").asLong();
    }

    /** Waits for a condition. */
    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no " + what + " within " + PATIENCE);
            }
            LockSupport.parkNanos(100_000_000);
        }
    }

    @Override
    public void close() {
        try {
            stop();
        } finally {
            kafka.close();
        }
    }
}
