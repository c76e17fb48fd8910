package dev.weir.judge.judges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.judge.judges.LlmConfig.Provider;
import dev.weir.judge.judges.Outcome.Failed;
import dev.weir.judge.judges.Outcome.Judged;
import dev.weir.judge.judges.Outcome.Scope;
import dev.weir.judge.judges.ProviderStub.Answer;
import dev.weir.schemas.Secret;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.ScoreStatus;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LlmJudgeHttpTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JudgeTask TASK = Tasks.grounded("It is 30 days.", "The period is 30 days.");
    private static final Pattern TICKET = Pattern.compile("with ticket \\\\\"([0-9a-f]{8})\\\\\"");

    @ParameterizedTest
    @EnumSource
    void rubricJson_isJudgedAndPriced(Provider provider) throws IOException {
        try (ProviderStub stub = new ProviderStub(graded(provider))) {
            Judged judged = assertInstanceOf(Judged.class, judge(provider, stub).judge(TASK));
            assertEquals(75, judged.judgements().get(0).getValueTenths());
            assertEquals("Agrees with the document.", judged.rationale());
            // 1,000 input tokens at 0.15 and 50 output tokens at 0.60 dollars per million.
            assertEquals(1_000 * 150 + 50 * 600, judged.costNanoUsd());
            assertEquals(List.of(), stub.protocolUpgrades());
            assertEquals(1, stub.requests().size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void form_isAskedForNatively(Provider provider) throws IOException {
        try (ProviderStub stub = new ProviderStub(graded(provider))) {
            judge(provider, stub).judge(TASK);
            JsonNode request = JSON.readTree(stub.requests().get(0));
            JsonNode schema = switch (provider) {
                case OPENAI -> request.at("/response_format/json_schema/schema");
                case ANTHROPIC -> request.at("/output_config/format/schema");
                case OLLAMA -> request.at("/format");
            };
            assertEquals("integer", schema.at("/properties/correctness/type").asText(), request.toString());
            assertEquals(6, schema.get("required").size());
        }
    }

    @Test
    void sameTask_neverSharesMarkOrTicket() throws IOException {
        try (ProviderStub stub = new ProviderStub(graded(Provider.OPENAI))) {
            LlmJudge judge = judge(Provider.OPENAI, stub);
            judge.judge(TASK);
            judge.judge(TASK);
            assertFalse(stub.requests().get(0).equals(stub.requests().get(1)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, JUDGE_ERROR, TASK", "401, JUDGE_ERROR, ENDPOINT_REFUSES", "404, JUDGE_ERROR, ENDPOINT_REFUSES",
        "408, TIMEOUT, ENDPOINT_DOWN", "429, JUDGE_ERROR, ENDPOINT_BUSY", "500, JUDGE_ERROR, ENDPOINT_DOWN",
        "503, JUDGE_ERROR, ENDPOINT_BUSY", "529, JUDGE_ERROR, ENDPOINT_BUSY", "302, JUDGE_ERROR, ENDPOINT_REFUSES"
    })
    void status_isClassed(int status, ScoreStatus score, Scope scope) throws IOException {
        Map<String, String> headers = Map.of("Retry-After", "7", "Location", "http://127.0.0.1:1/");
        try (ProviderStub stub =
                new ProviderStub(body -> new Answer(status, headers, "{\"error\":\"secret words\"}"))) {
            Failed failed =
                    assertInstanceOf(Failed.class, judge(Provider.OPENAI, stub).judge(TASK));
            assertEquals(score, failed.status());
            assertEquals(scope, failed.scope());
            assertEquals("http_" + status, failed.error());
            assertEquals(Duration.ofSeconds(7), failed.retryAfter());
            assertEquals(0L, failed.costNanoUsd());
            assertEquals(1, stub.requests().size(), "no hidden retry");
        }
    }

    @Test
    void silentProvider_timesOut() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (ProviderStub stub = new ProviderStub(body -> {
            await(release);
            return Answer.of(200, "{}");
        })) {
            LlmConfig config = config(Provider.OPENAI, stub.url(), Duration.ofMillis(200));
            Failed failed = assertInstanceOf(Failed.class, new LlmJudge(config, Clock.systemUTC()).judge(TASK));
            release.countDown();
            assertEquals(ScoreStatus.TIMEOUT, failed.status());
            assertNull(failed.costNanoUsd(), "what a lost call cost is unknown");
        }
    }

    @Test
    void unreachableProvider_isDown() throws IOException {
        String url;
        try (ProviderStub stub = new ProviderStub(body -> Answer.of(200, ""))) {
            url = stub.url();
        }
        LlmConfig config = config(Provider.OLLAMA, url, Duration.ofSeconds(2));
        Failed failed = assertInstanceOf(Failed.class, new LlmJudge(config, Clock.systemUTC()).judge(TASK));
        assertEquals(Scope.ENDPOINT_DOWN, failed.scope());
        assertEquals("connect", failed.error());
    }

    @ParameterizedTest
    @EnumSource
    void garbageEnvelope_isAParseError(Provider provider) throws IOException {
        for (String body : List.of("", "<html>", "{", "[]", "null", "{\"choices\":[]}", "{\"content\":[]}", "{}")) {
            try (ProviderStub stub = new ProviderStub(request -> Answer.of(200, body))) {
                Failed failed =
                        assertInstanceOf(Failed.class, judge(provider, stub).judge(TASK), body);
                assertEquals(ScoreStatus.PARSE_ERROR, failed.status(), body);
            }
        }
    }

    @Test
    void replyBeyondTheCap_isNotRead() throws IOException {
        try (ProviderStub stub = new ProviderStub(body -> Answer.of(200, "{\"a\":\"" + "x".repeat(300_000) + "\"}"))) {
            Failed failed =
                    assertInstanceOf(Failed.class, judge(Provider.OPENAI, stub).judge(TASK));
            assertEquals("reply_too_long", failed.error());
        }
    }

    @Test
    void noText_isNotSent() throws IOException {
        try (ProviderStub stub = new ProviderStub(graded(Provider.OPENAI))) {
            Failed failed = assertInstanceOf(
                    Failed.class,
                    judge(Provider.OPENAI, stub).judge(Tasks.task("1").build()));
            assertEquals("no_text", failed.error());
            assertEquals(List.of(), stub.requests());
        }
    }

    @Test
    void reservation_isNeverBelowTheCost() throws IOException {
        try (ProviderStub stub = new ProviderStub(graded(Provider.OPENAI))) {
            LlmJudge judge = judge(Provider.OPENAI, stub);
            Long most = judge.mostNanoUsd(TASK);
            judge.judge(TASK);
            long bytes = stub.requests().get(0).length();
            assertTrue(most != null && most >= bytes * 150, () -> most + " for a request of " + bytes + " bytes");
        }
        LlmConfig unpriced = LlmConfig.DEFAULT;
        assertNull(new LlmJudge(unpriced, Clock.systemUTC()).mostNanoUsd(TASK));
    }

    private static LlmJudge judge(Provider provider, ProviderStub stub) {
        return new LlmJudge(config(provider, stub.url(), Duration.ofSeconds(5)), Clock.systemUTC());
    }

    static LlmConfig config(Provider provider, String url, Duration timeout) {
        return new LlmConfig(
                provider, url, new Secret("key"), "judge-model", timeout, 0, 600, 262_144, 24_000, "0.15", "0.60");
    }

    private static Function<String, Answer> graded(Provider provider) {
        return request -> Answer.of(200, envelope(provider, grade(request)));
    }

    static String grade(String request) {
        Matcher ticket = TICKET.matcher(request);
        assertTrue(ticket.find(), "request carries a ticket");
        return "{\"ticket\":\"" + ticket.group(1) + "\",\"correctness\":7,\"helpfulness\":6,\"safety\":10,\"tone\":7,"
                + "\"rationale\":\"Agrees with the document.\"}";
    }

    private static String envelope(Provider provider, String content) {
        ObjectNode root = JSON.createObjectNode();
        switch (provider) {
            case OPENAI -> {
                root.put("id", "c1").put("object", "chat.completion").put("model", "judge-model");
                ObjectNode choice = root.putArray("choices").addObject();
                choice.put("index", 0).put("finish_reason", "stop");
                choice.putObject("message").put("role", "assistant").put("content", content);
                root.putObject("usage")
                        .put("prompt_tokens", 1_000)
                        .put("completion_tokens", 50)
                        .put("total_tokens", 1_050);
            }
            case ANTHROPIC -> {
                root.put("id", "m1")
                        .put("type", "message")
                        .put("role", "assistant")
                        .put("stop_reason", "end_turn");
                root.putArray("content").addObject().put("type", "text").put("text", content);
                root.putObject("usage").put("input_tokens", 1_000).put("output_tokens", 50);
            }
            case OLLAMA -> {
                root.put("model", "judge-model").put("done", true).put("done_reason", "stop");
                root.put("prompt_eval_count", 1_000).put("eval_count", 50);
                root.putObject("message").put("role", "assistant").put("content", content);
            }
        }
        return root.toString();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
