package dev.weir.app.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.app.Main;
import dev.weir.app.config.ConfigLoader;
import dev.weir.app.config.WeirConfig;
import dev.weir.app.embedded.EmbeddedKafka;
import dev.weir.app.embedded.FreePorts;
import dev.weir.app.guarantee.EveryCallCountedOnce;
import dev.weir.app.run.Questioner.Answer;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.TraceEvent;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Instances come, and one is killed, while calls arrive and every instance is asked all the time. */
class MovingInstancesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** Longest time after a kill until every partition is answered again, whoever has it. */
    private static final Duration RECOVERY = Duration.ofSeconds(15);
    /** The same by an active copy: what was under way is aborted after 20 s, and brokers look every 10 s. */
    private static final Duration TAKEOVER = Duration.ofSeconds(35);

    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
    private static final int CALLS_PER_SECOND = 200;
    private static final int ROUTES = 20;
    private static final Duration PHASE = Duration.ofSeconds(10);

    @TempDir
    private Path directory = Path.of(".");

    private final EveryCallCountedOnce everyCallCountedOnce = new EveryCallCountedOnce();
    private final Questioner questioner = new Questioner(everyCallCountedOnce::sent, CALLS_PER_SECOND);
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean sending = true;

    @AfterEach
    void stop() throws InterruptedException {
        sending = false;
        questioner.stop();
        for (Thread thread : threads) {
            thread.join(PATIENCE.toMillis());
        }
    }

    /** The protocols of {@code weir.protocols}, comma-separated; both take a minute and more each. */
    private static Stream<String> protocols() {
        return Stream.of(System.getProperty("weir.protocols", "classic").split(","));
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void instancesComeAndGo_everyInstanceAnswersForAll(String protocol) throws Exception {
        Process third = null;
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                Session first = open(kafka, protocol, "a")) {
            first.awaitRunning(PATIENCE);
            questioner.urls.add(first.url());
            start("send", () -> send(first.app()));
            await(
                    "answers",
                    () -> questioner.answers.stream().anyMatch(Answer::isFresh),
                    start("ask", questioner::ask));
            questioner.answers.clear();

            pass(PHASE);
            try (Session second = open(kafka, protocol, "b")) {
                second.awaitRunning(PATIENCE);
                questioner.urls.add(second.url());
                pass(PHASE);

                int port = FreePorts.one();
                third = process(kafka, protocol, "c", port);
                String url = "http://127.0.0.1:" + port;
                await("third instance", () -> isReady(url), null);
                questioner.urls.add(url);
                pass(PHASE.multipliedBy(2));
                assertTrue(
                        questioner.answers.stream()
                                .anyMatch(answer -> answer.url().equals(url) && answer.isWhole()),
                        "the third instance never answered");

                questioner.urls.remove(url);
                long killed = System.nanoTime();
                third.destroyForcibly().waitFor();
                Duration whole = since(killed, Answer::isWhole);
                Duration fresh = since(killed, Answer::isFresh);
                System.out.printf(
                        "%s: after a kill whole answers within %d ms, from active copies within %d ms%n",
                        protocol, whole.toMillis(), fresh.toMillis());
                questioner.report(protocol);
                assertTrue(whole.compareTo(RECOVERY) <= 0, "whole answers after " + whole);
                assertTrue(fresh.compareTo(TAKEOVER) <= 0, "active copies after " + fresh);

                sending = false;
                await(
                        "all calls",
                        () -> questioner.last().calls() == everyCallCountedOnce.sent()
                                && questioner.last().isFresh(),
                        null);
                questioner.stop();
                questioner.requireGoodAnswers();
                everyCallCountedOnce.require(
                        Objects.requireNonNull(questioner.last().body()));
            }
        } finally {
            if (third != null) {
                third.destroyForcibly().waitFor();
            }
        }
    }

    private Duration since(long killed, java.util.function.Predicate<Answer> wanted) throws Exception {
        int before = questioner.answers.size();
        List<Answer> tail = new ArrayList<>();
        // The same from every instance that is left, twice in a row, so that one lucky answer is not enough.
        await(
                "answers after the kill",
                () -> {
                    tail.clear();
                    tail.addAll(questioner.answers.subList(before, questioner.answers.size()));
                    int count = 2 * questioner.urls.size();
                    return tail.size() >= count
                            && tail.subList(tail.size() - count, tail.size()).stream()
                                    .allMatch(wanted);
                },
                null);
        return Duration.ofNanos(System.nanoTime() - killed);
    }

    private void send(App app) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(app.clientSettings(), new StringSerializer(), new ByteArraySerializer())) {
            int n = 0;
            while (sending) {
                for (int i = 0; i < CALLS_PER_SECOND / 20; i++) {
                    n++;
                    TraceEvent event = TraceEvent.newBuilder()
                            .setTraceId("trace-" + n)
                            .setSpanId("1")
                            .setRoute("route-" + n % ROUTES)
                            .setRequestModel("gpt-4o")
                            .setStartTime(START.plusMillis(n % 3_000_000))
                            .setInputTokens(10L)
                            .setOutputTokens(5L)
                            .build();
                    everyCallCountedOnce.sent(event);
                    producer.send(new ProducerRecord<>(
                            Topics.TRACES.name(),
                            null,
                            START.toEpochMilli() + n,
                            event.getTraceId(),
                            app.codec().encode(Topics.TRACES, event)));
                }
                LockSupport.parkNanos(50_000_000);
            }
        }
    }

    private List<String> settings(EmbeddedKafka kafka, String protocol, String name) {
        return List.of(
                "kafka.bootstrap_servers=" + kafka.bootstrapServers(),
                "kafka.group_protocol=" + protocol,
                "http.port=0",
                "topology.clock=analysis",
                "storage.rocksdb_memory_mb=64",
                "storage.directory=" + directory.resolve(protocol + name));
    }

    private Session open(EmbeddedKafka kafka, String protocol, String name) throws Exception {
        WeirConfig config = new ConfigLoader<>(WeirConfig.class)
                .load(null, Map.of(), settings(kafka, protocol, name))
                .config();
        return Session.open(
                config,
                Set.of(Role.TOPOLOGY),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    private Process process(EmbeddedKafka kafka, String protocol, String name, int port) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "--role",
                "topology"));
        for (String setting : settings(kafka, protocol, name)) {
            command.addAll(List.of("--set", setting.equals("http.port=0") ? "http.port=" + port : setting));
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(protocol + name + ".log").toFile())
                .start();
    }

    private static boolean isReady(String url) {
        try {
            return HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create(url + "/health/ready"))
                                            .timeout(Duration.ofSeconds(2))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, "test-" + name);
        threads.add(thread);
        thread.start();
        return thread;
    }

    private void pass(Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        await("time", () -> System.nanoTime() > end, null);
    }

    private void await(String what, BooleanSupplier condition, @Nullable Thread started) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "no " + what + " within " + PATIENCE);
            assertTrue(started == null || started.isAlive(), "nobody asks any more");
            LockSupport.parkNanos(50_000_000);
        }
    }
}
