package dev.weir.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.app.Main;
import dev.weir.app.config.ConfigLoader;
import dev.weir.app.config.WeirConfig;
import dev.weir.app.embedded.EmbeddedKafka;
import dev.weir.app.embedded.FreePorts;
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
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
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
    /** What an answer may be older than it says. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
    private static final String QUESTION = "/api/v1/windows?from=2026-11-20T10:00:00Z&to=2026-11-20T11:00:00Z&step=1h";
    private static final int CALLS_PER_SECOND = 200;
    private static final int ROUTES = 20;
    private static final Duration PHASE = Duration.ofSeconds(10);

    @TempDir
    private Path directory = Path.of(".");

    private final AtomicInteger sent = new AtomicInteger();
    private final List<String> urls = new CopyOnWriteArrayList<>();
    private final List<Answer> answers = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean sending = true;
    private volatile boolean asking = true;

    /** @param calls -1 when the answer was none or not whole */
    private record Answer(String url, long askedAt, long answeredAt, long calls, long staleMillis, String problem) {

        boolean isWhole() {
            return calls >= 0;
        }

        boolean isFresh() {
            return isWhole() && staleMillis == 0;
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        sending = false;
        asking = false;
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
            urls.add(first.url());
            start("send", () -> send(first.app()));
            await("answers", () -> answers.stream().anyMatch(Answer::isFresh), start("ask", this::ask));
            answers.clear();

            pass(PHASE);
            try (Session second = open(kafka, protocol, "b")) {
                second.awaitRunning(PATIENCE);
                urls.add(second.url());
                pass(PHASE);

                int port = FreePorts.one();
                third = process(kafka, protocol, "c", port);
                String url = "http://127.0.0.1:" + port;
                await("third instance", () -> isReady(url), null);
                urls.add(url);
                pass(PHASE.multipliedBy(2));
                assertTrue(
                        answers.stream().anyMatch(answer -> answer.url.equals(url) && answer.isWhole()),
                        "the third instance never answered");

                urls.remove(url);
                long killed = System.nanoTime();
                third.destroyForcibly().waitFor();
                Duration whole = since(killed, Answer::isWhole);
                Duration fresh = since(killed, Answer::isFresh);
                System.out.printf(
                        "%s: after a kill whole answers within %d ms, from active copies within %d ms%n",
                        protocol, whole.toMillis(), fresh.toMillis());
                report(protocol);
                assertTrue(whole.compareTo(RECOVERY) <= 0, "whole answers after " + whole);
                assertTrue(fresh.compareTo(TAKEOVER) <= 0, "active copies after " + fresh);

                sending = false;
                await("all calls", () -> last().calls == sent.get() && last().isFresh(), null);
                asking = false;
                check();
            }
        } finally {
            if (third != null) {
                third.destroyForcibly().waitFor();
            }
        }
    }

    private void report(String protocol) {
        List<Answer> all = List.copyOf(answers);
        List<Answer> bad = all.stream().filter(answer -> !answer.isWhole()).toList();
        long stale = all.stream().mapToLong(answer -> answer.staleMillis).max().orElse(0);
        System.out.printf(
                "%s: %d answers, %d not whole, oldest %d ms, slowest %d ms%n",
                protocol,
                all.size(),
                bad.size(),
                stale,
                all.stream()
                        .mapToLong(answer -> answer.answeredAt - answer.askedAt)
                        .max()
                        .orElse(0));
    }

    private void check() {
        List<Answer> all = List.copyOf(answers);
        List<Answer> bad = all.stream().filter(answer -> !answer.isWhole()).toList();
        assertTrue(all.size() > 200, all.size() + " answers");
        assertTrue(bad.size() <= all.size() / 10, () -> bad.size() + " of " + all.size() + " were not whole: " + bad);
        assertTrue(all.stream().anyMatch(answer -> answer.staleMillis > 0), "no copy but active ones ever answered");
        assertEquals(List.of(), tooOld(all), "answers older than they say");
    }

    /**
     * Answers that lack calls which another answer had before their stated age and the tolerance. A second of calls is
     * forgiven: an active copy may have shown calls of a transaction that the kill took back.
     */
    private static List<String> tooOld(List<Answer> answers) {
        List<String> found = new ArrayList<>();
        for (Answer answer : answers) {
            long before = answer.askedAt - answer.staleMillis - TOLERANCE.toMillis();
            answers.stream()
                    .filter(other -> other.isWhole() && other.answeredAt <= before)
                    .filter(other -> answer.isWhole() && answer.calls < other.calls - CALLS_PER_SECOND)
                    .findFirst()
                    .ifPresent(other -> found.add(answer + " after " + other));
        }
        return found;
    }

    private Answer last() {
        return answers.get(answers.size() - 1);
    }

    private Duration since(long killed, java.util.function.Predicate<Answer> wanted) throws Exception {
        int before = answers.size();
        List<Answer> tail = new ArrayList<>();
        // The same from every instance that is left, twice in a row, so that one lucky answer is not enough.
        await(
                "answers after the kill",
                () -> {
                    tail.clear();
                    tail.addAll(answers.subList(before, answers.size()));
                    int count = 2 * urls.size();
                    return tail.size() >= count
                            && tail.subList(tail.size() - count, tail.size()).stream()
                                    .allMatch(wanted);
                },
                null);
        return Duration.ofNanos(System.nanoTime() - killed);
    }

    private void ask() {
        HttpClient client = HttpClient.newHttpClient();
        ObjectMapper mapper = new ObjectMapper();
        while (asking) {
            for (String url : urls) {
                long askedAt = System.currentTimeMillis();
                long calls = -1;
                long stale = 0;
                String problem = "";
                try {
                    HttpResponse<String> response = client.send(
                            HttpRequest.newBuilder(URI.create(url + QUESTION))
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
                    JsonNode body = mapper.readTree(response.body());
                    if (response.statusCode() == 200 && !body.path("partial").asBoolean()) {
                        calls = 0;
                        for (JsonNode window : body.path("windows")) {
                            calls += window.path("calls").asLong();
                        }
                        stale = body.path("stale_ms").asLong();
                        assertTrue(calls <= sent.get(), calls + " calls, of which were sent " + sent.get());
                    } else {
                        problem = response.statusCode() + " " + body.path("missing_partitions") + body.path("error");
                    }
                } catch (IOException e) {
                    problem = e.toString();
                } catch (InterruptedException e) {
                    return;
                }
                if (urls.contains(url)) {
                    answers.add(new Answer(url, askedAt, System.currentTimeMillis(), calls, stale, problem));
                }
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    private void send(App app) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(app.clientSettings(), new StringSerializer(), new ByteArraySerializer())) {
            while (sending) {
                for (int i = 0; i < CALLS_PER_SECOND / 20; i++) {
                    int n = sent.incrementAndGet();
                    TraceEvent event = TraceEvent.newBuilder()
                            .setTraceId("trace-" + n)
                            .setSpanId("1")
                            .setRoute("route-" + n % ROUTES)
                            .setRequestModel("gpt-4o")
                            .setStartTime(START.plusMillis(n % 3_000_000))
                            .setInputTokens(10L)
                            .setOutputTokens(5L)
                            .build();
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
