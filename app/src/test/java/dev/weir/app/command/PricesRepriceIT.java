package dev.weir.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.app.config.ConfigLoader;
import dev.weir.app.config.WeirConfig;
import dev.weir.app.embedded.FreePorts;
import dev.weir.app.run.Role;
import dev.weir.app.run.Session;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.client.TraceProducer;
import dev.weir.schemas.registry.EmbeddedRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hours that have been counted, and a price list that turns out to have been wrong. */
class PricesRepriceIT {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Instant HOUR =
            Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(1));
    private static final int CALLS = 400;
    private static final String YAML =
            "checked: 2026-08-01\nproviders:\n  - provider: acme\n    source: https://example.com/prices\n    models:\n";

    @TempDir
    private Path directory = Path.of(".");

    private final HttpClient http = HttpClient.newHttpClient();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void closedHour_saysWhatItsCallsCostUnderTheNewList_everywhere_once() throws Exception {
        prices("      known: [{input: 2, output: 8}]\n");
        List<String> settings = List.of(
                "http.port=0",
                "kafka.embedded_port=" + FreePorts.one(),
                "topics.partitions=2",
                "topology.grace=2s",
                "topology.correction_interval=0s",
                "files.prices=" + directory.resolve("prices.yaml"),
                "storage.directory=" + directory);
        WeirConfig config = new ConfigLoader<>(WeirConfig.class)
                .load(null, Map.of(), settings)
                .config();
        try (Session session = Session.open(config, Set.of(Role.TOPOLOGY), nowhere())) {
            session.awaitRunning(PATIENCE);
            send(session);
            String url = session.url();
            // Every second call is of a model that has no price: 200 calls of 1,000 and 100 tokens at 2 and 8 USD a
            // million.
            await(
                    url,
                    "minutes",
                    answer -> sum(answer, "calls") == CALLS && cost(answer).equals(usd("0.56")));
            await(url, "counters", PricesRepriceIT::isRead);
            prices("      known: [{input: 3, output: 8}]\n      forgotten: [{input: 1, output: 0}]\n");

            JsonNode would = reprice(settings, url, "--dry-run");
            assertEquals(usd("0.56"), amount(would, "cost_usd_before"));
            assertEquals(usd("0.96"), amount(would, "cost_usd_found"));
            assertEquals(usd("0.56"), cost(ask(url, "hours")));

            JsonNode done = reprice(settings, url);
            assertEquals(usd("0.96"), amount(done, "cost_usd"));
            assertEquals(0, done.path("unpriced_calls").asInt());
            assertEquals(done.path("series"), done.path("series_as_found"));
            assertEquals(CALLS, sum(ask(url, "hours"), "calls"));
            await(url, "minutes", answer -> cost(answer).equals(usd("0.96")));
            await(url, "days", answer -> cost(answer).equals(usd("0.96")));
            await(url, "users", answer -> cost(answer).equals(usd("0.96")));

            long revisions = sum(ask(url, "hours"), "revision");
            assertTrue(revisions > 0, "what was corrected is a revision");
            assertEquals(usd("0.96"), amount(reprice(settings, url), "cost_usd"));
            assertEquals(revisions, sum(ask(url, "hours"), "revision"), "what says the same is not published again");
        }
    }

    private static boolean isRead(JsonNode counters) {
        return counters.path("ingest-counters").path("counted").asInt() == CALLS;
    }

    private void prices(String models) throws IOException {
        Files.writeString(directory.resolve("prices.yaml"), YAML + models);
    }

    private static void send(Session session) {
        try (TraceProducer producer = new TraceProducer(session.app().clientSettings(), new EmbeddedRegistry())) {
            for (int i = 0; i < CALLS; i++) {
                producer.send(TraceEvent.newBuilder()
                                .setTraceId("%032x".formatted(i + 1))
                                .setSpanId("%016x".formatted(i + 1))
                                .setRoute("r" + i % 3)
                                .setProvider("acme")
                                .setRequestModel(i % 2 == 0 ? "known" : "forgotten")
                                .setUserId("u" + i % 5)
                                .setStartTime(HOUR.plusSeconds(1 + i * 8L))
                                .setDurationMicros(500_000L)
                                .setInputTokens(1_000L)
                                .setOutputTokens(100L)
                                .build())
                        .join();
            }
        }
    }

    private JsonNode reprice(List<String> settings, String url, String... more) throws IOException {
        out.getBuffer().setLength(0);
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), false, Map.of(), directory);
        List<String> arguments = new ArrayList<>(List.of("prices", "reprice", "--json", "--url", url));
        arguments.addAll(List.of(
                "--from", HOUR.toString(), "--to", HOUR.plusSeconds(3600).toString()));
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        arguments.addAll(List.of(more));
        assertEquals(0, CommandLines.run(terminal, arguments.toArray(String[]::new)), () -> err.toString());
        return MAPPER.reader()
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .readTree(out.toString());
    }

    private JsonNode ask(String url, String what) throws IOException, InterruptedException {
        String range = "&from=" + HOUR + "&to=" + HOUR.plusSeconds(3600);
        String day = HOUR.truncatedTo(ChronoUnit.DAYS).toString();
        String path = switch (what) {
            case "minutes" -> "windows?step=1m" + range;
            case "hours" -> "windows?step=1h" + range;
            case "days" ->
                "windows?step=1d&from=" + day + "&to=" + Instant.parse(day).plus(Duration.ofDays(1));
            case "users" -> "spend?by=user" + range;
            default -> what;
        };
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create(url + "/api/v1/" + path)).build(),
                HttpResponse.BodyHandlers.ofString());
        return MAPPER.readTree(response.body());
    }

    private void await(String url, String what, Predicate<JsonNode> done) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        JsonNode answer = ask(url, what);
        while (!done.test(answer)) {
            assertTrue(System.nanoTime() < deadline, what + " is " + answer);
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            answer = ask(url, what);
        }
    }

    private static JsonNode rows(JsonNode answer) {
        return answer.has("spenders") ? answer.path("spenders") : answer.path("windows");
    }

    private static long sum(JsonNode answer, String field) {
        long sum = 0;
        for (JsonNode row : rows(answer)) {
            sum += row.path(field).asLong();
        }
        return sum;
    }

    private static BigDecimal cost(JsonNode answer) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode row : rows(answer)) {
            sum = sum.add(new BigDecimal(row.path("cost_usd").asText()));
        }
        return sum.setScale(9, RoundingMode.UNNECESSARY);
    }

    private static BigDecimal amount(JsonNode line, String field) {
        return usd(line.path(field).asText());
    }

    private static BigDecimal usd(String amount) {
        return new BigDecimal(amount).setScale(9, RoundingMode.UNNECESSARY);
    }

    private static PrintStream nowhere() {
        return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }
}
