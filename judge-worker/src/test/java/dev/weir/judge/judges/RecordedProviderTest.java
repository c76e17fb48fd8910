package dev.weir.judge.judges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.judge.judges.LlmConfig.Provider;
import dev.weir.judge.judges.Outcome.Failed;
import dev.weir.judge.judges.Outcome.Judged;
import dev.weir.judge.judges.ProviderStub.Answer;
import dev.weir.schemas.avro.ScoreStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bodies that real providers sent, over HTTP: they are understood as envelopes, and none of them is taken for a grade. */
class RecordedProviderTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void recordedBodies_areNeverGradesAndTheirUsageIsRead() throws IOException {
        AtomicReference<Function<String, Answer>> behaviour = new AtomicReference<>(body -> Answer.of(500, ""));
        int parsed = 0;
        int errors = 0;
        int judgedOnSameEnvelope = 0;
        try (ProviderStub stub = new ProviderStub(
                request -> Objects.requireNonNull(behaviour.get()).apply(request))) {
            for (JsonNode row : rows()) {
                Provider provider = provider(row);
                if (provider == null) {
                    continue;
                }
                LlmJudge judge = new LlmJudge(
                        LlmJudgeHttpTest.config(provider, stub.url(), Duration.ofSeconds(5)), Clock.systemUTC());
                int status = row.get("status").asInt();
                JsonNode response = row.get("response");
                String source = row.get("source").asText();
                behaviour.set(request -> Answer.of(status, response.toString()));
                Failed failed = assertInstanceOf(Failed.class, judge.judge(Tasks.answer("Hello.")), source);
                if (status != 200) {
                    assertEquals(ScoreStatus.JUDGE_ERROR, failed.status(), source);
                    assertEquals("http_" + status, failed.error(), source);
                    errors++;
                    continue;
                }
                assertTrue(
                        failed.status() == ScoreStatus.PARSE_ERROR
                                || failed.error().equals("content_filter"),
                        source);
                if (response.path("choices").size() < 2) {
                    assertEquals(cost(provider, response), failed.costNanoUsd(), source);
                }
                parsed++;
                if (hasText(provider, response)) {
                    behaviour.set(
                            request -> Answer.of(200, regraded(provider, response, LlmJudgeHttpTest.grade(request))));
                    Judged judged = assertInstanceOf(Judged.class, judge.judge(Tasks.answer("Hello.")), source);
                    assertEquals(cost(provider, response), judged.costNanoUsd(), source);
                    judgedOnSameEnvelope++;
                }
            }
        }
        System.out.printf(
                "recorded provider bodies: %d envelopes read with their usage, %d errors classed, %d judged with a grade put in%n",
                parsed, errors, judgedOnSameEnvelope);
        assertTrue(parsed > 80 && errors > 4 && judgedOnSameEnvelope > 50);
    }

    private static List<JsonNode> rows() throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        try (BufferedReader lines = RealData.lines("otlp/provider_http.jsonl.gz")) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                rows.add(JSON.readTree(line));
            }
        }
        return rows;
    }

    private static @Nullable Provider provider(JsonNode row) {
        String path = row.get("path").asText();
        if (row.get("stream").asBoolean() || row.get("response").isNull()) {
            return null;
        }
        return switch (path) {
            case "/v1/messages" -> Provider.ANTHROPIC;
            case "/api/chat" -> Provider.OLLAMA;
            default -> path.endsWith("/chat/completions") ? Provider.OPENAI : null;
        };
    }

    private static @Nullable Long cost(Provider provider, JsonNode response) {
        JsonNode usage = provider == Provider.OLLAMA ? response : response.path("usage");
        JsonNode in = switch (provider) {
            case OPENAI -> usage.path("prompt_tokens");
            case ANTHROPIC -> usage.path("input_tokens");
            case OLLAMA -> usage.path("prompt_eval_count");
        };
        JsonNode out = switch (provider) {
            case OPENAI -> usage.path("completion_tokens");
            case ANTHROPIC -> usage.path("output_tokens");
            case OLLAMA -> usage.path("eval_count");
        };
        return in.isNumber() && out.isNumber() ? in.asLong() * 150 + out.asLong() * 600 : null;
    }

    private static boolean hasText(Provider provider, JsonNode response) {
        return switch (provider) {
            case OPENAI ->
                response.path("choices").size() == 1
                        && "stop".equals(response.at("/choices/0/finish_reason").asText())
                        && response.at("/choices/0/message/content").isTextual();
            case ANTHROPIC ->
                response.at("/content").size() == 1
                        && "end_turn".equals(response.path("stop_reason").asText())
                        && response.at("/content/0/text").isTextual();
            case OLLAMA ->
                "stop".equals(response.path("done_reason").asText())
                        && response.at("/message/content").isTextual();
        };
    }

    private static String regraded(Provider provider, JsonNode response, String grade) {
        JsonNode copy = response.deepCopy();
        String at = switch (provider) {
            case OPENAI -> "/choices/0/message";
            case ANTHROPIC -> "/content/0";
            case OLLAMA -> "/message";
        };
        ((ObjectNode) copy.at(at)).put(provider == Provider.ANTHROPIC ? "text" : "content", grade);
        return copy.toString();
    }
}
