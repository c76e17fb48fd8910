package dev.weir.app.proof;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.app.proof.oracle.Window;
import dev.weir.app.proof.oracle.WindowId;
import dev.weir.schemas.avro.WindowStats;
import dev.weir.schemas.sketch.QuantileSketch;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the topology says of its windows, on its topic and in answer to queries, in the oracle's terms. */
final class FoundWindows {

    private static final Map<String, String> LENGTHS = Map.of(
            "latency", "latency_ms",
            "ttft", "ttft_ms",
            "tbt", "tbt_ms",
            "input_per_call", "input_tokens_per_call",
            "output_per_call", "output_tokens_per_call");
    private static final List<String> COUNTS = List.of(
            "calls",
            "hard_errors",
            "soft_errors",
            "refusals",
            "input_tokens",
            "output_tokens",
            "cached_input_tokens",
            "reasoning_output_tokens",
            "unmeasured_calls",
            "unpriced_calls");

    private FoundWindows() {}

    /**
     * The last revision of every published window.
     *
     * @throws IllegalStateException if revisions of a window do not come one after the other
     */
    static SortedMap<WindowId, Window> lastRevisions(List<WindowStats> published) {
        SortedMap<WindowId, Window> windows = new TreeMap<>();
        Map<WindowId, Integer> revisions = new TreeMap<>();
        for (WindowStats record : published) {
            WindowId id = new WindowId(
                    record.getTenant(),
                    record.getEnvironment(),
                    record.getRoute(),
                    record.getProvider(),
                    record.getModel(),
                    record.getVersion(),
                    record.getTile(),
                    record.getWindowStart().toEpochMilli());
            Integer before = revisions.put(id, record.getRevision());
            if (record.getRevision() != (before == null ? 0 : before + 1)) {
                throw new IllegalStateException(
                        id + ": revision " + record.getRevision() + " follows " + before + ": expected the next");
            }
            windows.put(id, window(record));
        }
        return windows;
    }

    private static Window window(WindowStats record) {
        Map<String, Long> exact = new TreeMap<>();
        exact.put("calls", record.getCalls());
        exact.put("hard_errors", record.getHardErrors());
        exact.put("soft_errors", record.getSoftErrors());
        exact.put(
                "refusals",
                record.getRefusals().values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
        exact.put("input_tokens", record.getInputTokens());
        exact.put("output_tokens", record.getOutputTokens());
        exact.put("cached_input_tokens", record.getCachedInputTokens());
        exact.put("reasoning_output_tokens", record.getReasoningOutputTokens());
        exact.put("unmeasured_calls", record.getUnmeasuredCalls());
        exact.put("unpriced_calls", record.getUnpricedCalls());
        exact.put("cost_nano_usd", record.getCostNanoUsd());
        Map<String, Double> quantiles = new TreeMap<>();
        read("latency", record.getLatencyMicros(), exact, quantiles);
        read("ttft", record.getTtftMicros(), exact, quantiles);
        read("tbt", record.getTbtMicros(), exact, quantiles);
        read("input_per_call", record.getInputTokensPerCall(), exact, quantiles);
        read("output_per_call", record.getOutputTokensPerCall(), exact, quantiles);
        return new Window(exact, quantiles);
    }

    private static void read(String name, ByteBuffer bytes, Map<String, Long> exact, Map<String, Double> quantiles) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        QuantileSketch sketch = QuantileSketch.fromBytes(copy);
        exact.put(name + ".n", sketch.count());
        sketch.quantile(0.50).ifPresent(value -> quantiles.put(name + ".p50", value));
        sketch.quantile(0.95).ifPresent(value -> quantiles.put(name + ".p95", value));
        sketch.quantile(0.99).ifPresent(value -> quantiles.put(name + ".p99", value));
    }

    /** The windows of a query's answer, all of one tile. */
    static SortedMap<WindowId, Window> answered(JsonNode answer, String tile) {
        SortedMap<WindowId, Window> windows = new TreeMap<>();
        for (JsonNode json : answer.path("windows")) {
            WindowId id = new WindowId(
                    json.path("tenant").asText(),
                    json.path("environment").asText(),
                    json.path("route").asText(),
                    json.path("provider").asText(),
                    json.path("model").asText(),
                    json.path("version").asText(),
                    tile,
                    Instant.parse(json.path("start").asText()).toEpochMilli());
            windows.put(id, window(json));
        }
        return windows;
    }

    private static Window window(JsonNode json) {
        Map<String, Long> exact = new TreeMap<>();
        COUNTS.forEach(name -> exact.put(name, json.path(name).asLong(-1)));
        exact.put(
                "cost_nano_usd",
                new BigDecimal(json.path("cost_usd").asText()).movePointRight(9).longValueExact());
        Map<String, Double> quantiles = new TreeMap<>();
        LENGTHS.forEach((name, field) -> {
            JsonNode length = json.path(field);
            double unit = field.endsWith("_ms") ? 1_000 : 1;
            exact.put(name + ".n", length.path("n").asLong(-1));
            for (String quantile : List.of("p50", "p95", "p99")) {
                if (length.has(quantile)) {
                    quantiles.put(name + "." + quantile, length.path(quantile).asDouble() * unit);
                }
            }
        });
        return new Window(exact, quantiles);
    }
}
