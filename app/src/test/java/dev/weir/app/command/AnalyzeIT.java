package dev.weir.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code weir analyze} as its user runs it, against figures worked out without it. */
class AnalyzeIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory = Path.of(".");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private List<JsonNode> analyze(String... arguments) throws IOException {
        return analyze(CommandLines.DONE, arguments);
    }

    private List<JsonNode> analyze(int code, String... arguments) throws IOException {
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), false, Map.of(), directory);
        List<String> all = new ArrayList<>(List.of("analyze", "--json"));
        all.addAll(List.of(arguments));
        assertEquals(code, CommandLines.run(terminal, all.toArray(String[]::new)), err.toString());
        List<JsonNode> lines = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static List<JsonNode> ofType(List<JsonNode> lines, String type) {
        return lines.stream()
                .filter(line -> line.path("type").asText().equals(type))
                .toList();
    }

    @Test
    void madeFile_hasItsLatenciesWithinOnePercentAndNamesItsBadLine() throws IOException {
        Random random = new Random(11);
        Instant start = Instant.parse("2019-03-01T10:00:00Z");
        long[] latencies = new long[2_000];
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < latencies.length; i++) {
            latencies[i] = (long) Math.exp(13 + random.nextGaussian());
            Instant begin = start.plusMillis(10L * i);
            file.append("{\"trace_id\":\"t")
                    .append(i)
                    .append("\",\"span_id\":\"s\",\"route\":\"r\",\"request_model\":\"gpt-4o\",")
                    .append("\"start_time\":\"")
                    .append(begin)
                    .append("\",\"duration_micros\":")
                    .append(latencies[i])
                    .append(",\"input_tokens\":100,\"output_tokens\":10}\n");
            if (i == 500) {
                file.append("{\"trace_id\": 7, oops\n");
            }
        }
        Files.writeString(directory.resolve("made.jsonl"), file);

        List<JsonNode> lines = analyze(CommandLines.INPUT_REJECTED, "made.jsonl", "--tile", "hour");
        JsonNode window = ofType(lines, "window").get(0);
        assertEquals(2_000, window.path("calls").asLong());
        Arrays.sort(latencies);
        assertQuantile(latencies, 0.50, window.path("latency_ms").path("p50").asDouble() * 1_000);
        assertQuantile(latencies, 0.95, window.path("latency_ms").path("p95").asDouble() * 1_000);
        assertQuantile(latencies, 0.99, window.path("latency_ms").path("p99").asDouble() * 1_000);
        assertEquals(new BigDecimal("0.7"), window.path("cost_usd").decimalValue());
        JsonNode summary = lines.get(lines.size() - 1);
        assertEquals(1, summary.path("rejected").asLong());
        assertEquals(2_000, summary.path("counted").asLong());
        assertTrue(err.toString().contains("made.jsonl:502"), err.toString());
    }

    private static void assertQuantile(long[] sorted, double q, double actual) {
        double expected = sorted[(int) Math.floor(q * (sorted.length - 1))];
        assertEquals(expected, actual, expected * 0.01, "q = " + q);
    }

    @Test
    void azureTraces_equalTheGoldenWindows() throws IOException {
        Path traces = Path.of(System.getProperty("weir.data", "")).resolve("traces");
        if (!Files.exists(traces.resolve("azure_llm_2023_conv.csv.gz"))) {
            System.out.println("skipped: no real traces at " + traces.getFileName());
            Assumptions.abort("no real traces");
        }
        List<JsonNode> lines = analyze(
                traces.resolve("azure_llm_2023_conv.csv.gz").toString(),
                traces.resolve("azure_llm_2023_code.csv.gz").toString());
        Map<String, JsonNode> windows = new HashMap<>();
        for (JsonNode window : ofType(lines, "window")) {
            windows.put(
                    window.path("route").asText()
                            + Instant.parse(window.path("start").asText()).toEpochMilli(),
                    window);
        }
        int compared = 0;
        for (String name : List.of("conv", "code")) {
            List<String> rows = Files.readAllLines(traces.resolve("golden_azure_" + name + "_tumbling_60s.csv"));
            for (String line : rows.subList(1, rows.size())) {
                String[] golden = line.split(",", -1);
                JsonNode window = windows.remove("azure_llm_2023_" + name + golden[0]);
                assertNotNull(window, "no window " + name + " at " + golden[0]);
                assertEquals(Long.parseLong(golden[1]), window.path("calls").asLong());
                assertEquals(
                        Long.parseLong(golden[2]), window.path("input_tokens").asLong());
                assertEquals(
                        Long.parseLong(golden[3]), window.path("output_tokens").asLong());
                BigDecimal cost = new BigDecimal(golden[2])
                        .multiply(new BigDecimal("2.5"))
                        .add(new BigDecimal(golden[3]).multiply(BigDecimal.TEN))
                        .movePointLeft(6);
                assertEquals(0, cost.compareTo(window.path("cost_usd").decimalValue()), line);
                assertEquals(
                        0,
                        new BigDecimal(golden[12])
                                .subtract(cost)
                                .setScale(6, RoundingMode.HALF_DOWN)
                                .signum(),
                        "the golden file itself, rounded to 6 places");
                compared++;
            }
        }
        assertEquals(73, compared);
        assertEquals(Map.of(), windows);
        JsonNode summary = lines.get(lines.size() - 1);
        assertEquals(20_976, summary.path("counted").asLong());
        assertEquals(0, summary.path("rejected").asLong());
        assertEquals(0, summary.path("unpriced_calls").asLong());
    }
}
