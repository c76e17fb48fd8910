package dev.weir.app.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spans and what was said of them over OTLP/HTTP, a Kafka inside the process, and the quality that is answered. */
class EvaluationsIT {

    private static final int CALLS = 20;
    private static final JsonNode NONE = MissingNode.getInstance();
    private static final Instant START =
            Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofMinutes(50));
    private static final String QUESTION =
            "/api/v1/quality?step=1h&from=" + START.truncatedTo(ChronoUnit.HOURS) + "&to=" + START.plusSeconds(7200);

    @TempDir
    private Path directory = Path.of(".");

    @Test
    void evaluationsOverHttp_areObservedApartFromEveryEstimate() throws Exception {
        try (OtlpProcess weir = new OtlpProcess(directory, "topology.sources.otlp_logs=otlp_logs")) {
            for (int i = 0; i < CALLS; i += 2) { // before their calls
                assertTaken(weir.post("/v1/logs", log(bySpan(i), 0.25)));
            }
            for (int i = 0; i < CALLS; i++) {
                assertTaken(weir.post("/v1/traces", span(i)));
            }
            for (int i = 1; i < CALLS; i += 2) { // in any partition, by the response alone
                assertTaken(weir.post(
                        "/v1/logs", log("\"attributes\":[" + text("gen_ai.response.id", "r-" + i), 0.75)));
            }
            assertTaken(weir.post("/v1/logs", "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{}]}]}]}"));

            JsonNode answer = weir.await(
                    QUESTION,
                    quality -> said(quality).size() == 2
                            && said(quality).values().stream()
                                    .allMatch(one -> one.path("n").asInt() == CALLS));

            JsonNode relevance = said(answer).getOrDefault("relevance", NONE);
            assertEquals("judge", relevance.path("evaluator").asText());
            assertFalse(relevance.path("weighted").asBoolean(true));
            assertEquals(0.5, relevance.path("unweighted_mean").asDouble(), 1e-12);
            JsonNode helpful = said(answer).getOrDefault("helpful", NONE);
            assertEquals(CALLS, helpful.path("labels").path("yes").asInt());
            assertEquals("human", helpful.path("type").asText());
            for (JsonNode window : answer.path("quality")) {
                assertEquals(0, window.path("evaluators").size(), "nothing was judged by ours");
            }
            JsonNode counters = weir.json("/api/v1/counters");
            assertEquals(2 * CALLS, weir.counters().path("noted/evaluation").asInt());
            assertEquals(
                    2 * CALLS,
                    counters.path("evaluations-by-span-counters").path("joined").asInt()
                            + counters.path("evaluations-by-response-counters")
                                    .path("joined")
                                    .asInt());
        }
    }

    private static void assertTaken(HttpResponse<byte[]> response) {
        assertEquals(200, response.statusCode());
        assertEquals("{}", new String(response.body(), StandardCharsets.UTF_8));
    }

    /** What was observed of the one window, by dimension. */
    private static Map<String, JsonNode> said(JsonNode answer) {
        Map<String, JsonNode> said = new TreeMap<>();
        for (JsonNode window : answer.path("quality")) {
            for (JsonNode one : window.path("observed")) {
                said.put(one.path("dimension").asText(), one);
            }
        }
        return said;
    }

    private static String bySpan(int i) {
        return "\"traceId\":\"%032x\",\"spanId\":\"%016x\",\"attributes\":[".formatted(i + 1, i + 1)
                + text("gen_ai.evaluation.evaluator.version", "");
    }

    private static String log(String target, double value) {
        return "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"eventName\":\"gen_ai.evaluation.result\","
                + "\"timeUnixNano\":\"" + START.toEpochMilli() + "000000\"," + target + ","
                + text("gen_ai.evaluation.evaluator.type", "llm_judge") + ","
                + text("gen_ai.evaluation.name", "relevance") + ","
                + text("gen_ai.evaluation.evaluator.id", "judge")
                + ",{\"key\":\"gen_ai.evaluation.score.value\",\"value\":{\"doubleValue\":" + value + "}}]}]}]}]}";
    }

    private static String span(int i) {
        long end = START.plusSeconds(i).toEpochMilli();
        return "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"name\":\"chat\",\"traceId\":\"%032x\",\"spanId\":\"%016x\","
                        .formatted(i + 1, i + 1)
                + "\"startTimeUnixNano\":\"" + (end - 500) + "000000\",\"endTimeUnixNano\":\"" + end
                + "000000\",\"attributes\":["
                + text("gen_ai.operation.name", "chat") + ","
                + text("gen_ai.request.model", "gpt-4o") + ","
                + text("gen_ai.response.id", "r-" + i) + ","
                + text("weir.route", "ask") + ","
                + text("annotations.0.annotation.name", "helpful") + ","
                + text("annotations.0.annotation.label", "yes") + ","
                + text("annotations.0.annotation.annotator_kind", "HUMAN") + "]}]}]}]}";
    }

    private static String text(String name, String value) {
        return "{\"key\":\"" + name + "\",\"value\":{\"stringValue\":\"" + value + "\"}}";
    }
}
