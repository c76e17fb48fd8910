package dev.weir.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A release gives a route a new version and so a new series. What was normal is known of the route and model, so the bundled
 * trend rules find a version that is slower or dearer than the one before it, and say nothing of one that is not.
 */
class ReleaseIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final int RELEASED = 75;
    private static final int MINUTES = 110;
    private static final int CALLS_A_MINUTE = 36;
    /** Routes whose release changes nothing, each with calls of its own: so many seeds. */
    private static final int QUIET_ROUTES = 6;

    @TempDir
    private Path directory = Path.of(".");

    @Test
    void regressionThatShipsWithAVersion_isFound_andAReleaseWithoutOneRaisesNothing() throws IOException {
        StringBuilder file = new StringBuilder();
        for (int minute = 0; minute < MINUTES; minute++) {
            boolean released = minute >= RELEASED;
            calls(file, "slower", minute, released ? 1.8 : 1, 1);
            calls(file, "dearer", minute, 1, released ? 2 : 1);
            for (int route = 0; route < QUIET_ROUTES; route++) {
                calls(file, "quiet-" + route, minute, 1, 1);
            }
        }
        Files.writeString(directory.resolve("releases.jsonl"), file);

        Set<String> fired = new TreeSet<>();
        for (JsonNode alert : alerts()) {
            if (alert.path("status").asText().equals("firing")) {
                JsonNode labels = alert.path("labels");
                fired.add(alert.path("alert").asText() + " "
                        + labels.path("route").asText());
                assertTrue(
                        Instant.parse(alert.path("starts_at").asText())
                                .isAfter(START.plus(Duration.ofMinutes(RELEASED - 1))),
                        () -> "before the release: " + alert);
                assertTrue(labels.path("version").isMissingNode(), () -> "a label that the view merges: " + labels);
                assertEquals("production", labels.path("environment").asText());
            }
        }
        assertEquals(Set.of("CostPerCall dearer", "LatencyShift slower"), fired);
    }

    private Iterable<JsonNode> alerts() throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), false, Map.of(), directory);
        assertEquals(0, CommandLines.run(terminal, "analyze", "--json", "releases.jsonl"), err.toString());
        return out.toString()
                .lines()
                .map(ReleaseIT::parsed)
                .filter(line -> line.path("type").asText().equals("alert"))
                .toList();
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A minute of calls of one route: as quick and as dear as a factor says, as before the release with 1. */
    private static void calls(StringBuilder file, String route, int minute, double slower, double dearer) {
        Random random = new Random(31L * route.hashCode() + minute);
        for (int i = 0; i < CALLS_A_MINUTE; i++) {
            Instant start = START.plusSeconds(minute * 60L).plusMillis(60_000L * i / CALLS_A_MINUTE);
            long latency = (long) (slower * 800_000 * Math.exp(0.3 * random.nextGaussian()));
            long output = (long) (dearer * 200 * Math.exp(0.3 * random.nextGaussian()));
            file.append("{\"trace_id\":\"")
                    .append(route)
                    .append('-')
                    .append(minute)
                    .append('-')
                    .append(i)
                    .append("\",\"span_id\":\"s\",\"environment\":\"production\",\"route\":\"")
                    .append(route)
                    .append("\",\"provider\":\"openai\",\"request_model\":\"gpt-4o\",\"prompt_version\":\"")
                    .append(minute < RELEASED ? "1" : "2")
                    .append("\",\"start_time\":\"")
                    .append(start)
                    .append("\",\"duration_micros\":")
                    .append(latency)
                    .append(",\"input_tokens\":100,\"output_tokens\":")
                    .append(output)
                    .append("}\n");
        }
    }
}
