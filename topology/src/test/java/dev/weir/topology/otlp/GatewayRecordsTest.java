package dev.weir.topology.otlp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.SpanStatus;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.topology.otlp.span.Repair;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON records of gateways: one object a call. */
class GatewayRecordsTest {

    private static final String KONG = """
            {"started_at": 1780000000000, "request": {"id": "9ec9264a", "uri": "/v1/chat/completions"},
             "response": {"status": 200}, "latencies": {"request": 2400, "kong": 12},
             "route": {"name": "assistant"}, "service": {"name": "openai"}, "consumer": {"username": "shop"},
             "ai": {"proxy": {
               "meta": {"provider_name": "openai", "request_model": "gpt-4o", "response_model": "gpt-4o-2024-08-06",
                        "llm_latency": 2000, "request_mode": "stream"},
               "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120, "cost": 0.0005,
                         "time_per_token": 75, "time_to_first_token": 500},
               "payload": {"request": "{\\"messages\\":[{\\"role\\":\\"user\\",\\"content\\":\\"Hi\\"}]}",
                           "response": "{\\"choices\\":[{\\"finish_reason\\":\\"stop\\",\\"message\\":{\\"role\\":\\"assistant\\",\\"content\\":\\"Hello.\\"}}]}"}}}}
            """;

    private static final String LITELLM = """
            {"id": "chatcmpl-1", "trace_id": "t-1", "call_type": "acompletion", "stream": true, "cache_hit": false,
             "response_cost": 0.0005, "status": "success", "custom_llm_provider": "azure", "model": "gpt-4o",
             "model_group": "assistant", "prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120,
             "startTime": 1780000000.0, "endTime": 1780000002.0, "completionStartTime": 1780000000.5, "end_user": "u-1",
             "metadata": {"user_api_key_alias": "shop", "user_api_key_team_id": "team-1",
               "usage_object": {"prompt_tokens": 100, "completion_tokens": 20,
                 "prompt_tokens_details": {"cached_tokens": 60}, "completion_tokens_details": {"reasoning_tokens": 5}}},
             "messages": [{"role": "user", "content": "Hi"}],
             "response": {"id": "chatcmpl-1", "choices": [{"finish_reason": "stop",
               "message": {"role": "assistant", "content": "Hello."}}]}}
            """;

    @Test
    void kongRecord_isTheCallItLogs() {
        Mapped.Event mapped = Otlp.only(map(KONG, SourceFormat.KONG_JSON));
        TraceEvent event = mapped.event();

        assertEquals(SpanKind.LLM, event.getKind());
        assertEquals("9ec9264a", event.getTraceId());
        assertEquals("9ec9264a", event.getSpanId());
        assertEquals("assistant", event.getRoute());
        assertEquals("openai", event.getProvider());
        assertEquals("gpt-4o", event.getRequestModel());
        assertEquals("gpt-4o-2024-08-06", event.getResponseModel());
        assertEquals(Instant.ofEpochMilli(1_780_000_000_000L), event.getStartTime());
        assertEquals(2_000_000L, event.getDurationMicros());
        assertEquals(500_000L, event.getTimeToFirstTokenMicros());
        assertEquals(100L, event.getInputTokens());
        assertEquals(20L, event.getOutputTokens());
        assertEquals(0.0005, event.getCostUsd());
        assertEquals(200, event.getHttpStatus());
        assertEquals("shop", event.getUserId());
        assertEquals("Hi", event.getInputText());
        assertEquals("Hello.", event.getOutputText());
        assertEquals("stop", event.getFinishReason());
        assertTrue(mapped.repairs().contains(Repair.ID_DERIVED));
    }

    @Test
    void kongRecordOfOlderVersions_hasOtherNames() {
        TraceEvent event = Otlp.only(map("""
                        {"started_at": 1780000000000, "request": {"id": "r1", "uri": "/v1/embeddings"}, "latencies": {"request": 40},
                         "ai": {"payload": {}, "ai-proxy": {"meta": {"request_model": "embed", "provider_name": "cohere"},
                           "usage": {"prompt_token": 28, "total_tokens": 28}}}}
                        """, SourceFormat.KONG_JSON)).event();

        assertEquals(SpanKind.EMBEDDING, event.getKind());
        assertEquals(28L, event.getInputTokens());
        assertEquals(40_000L, event.getDurationMicros());
        assertNull(event.getTimeToFirstTokenMicros());
    }

    @Test
    void kongRecordOfAnOrdinaryRequest_isIgnored() {
        assertEquals(
                List.of(new Mapped.Ignored(IgnoredReason.NO_MODEL_CALL)),
                map("{\"started_at\": 1, \"request\": {\"id\": \"a\"}}", SourceFormat.KONG_JSON));
    }

    @Test
    void liteLlmPayload_isTheCallItLogs() {
        TraceEvent event = Otlp.only(map(LITELLM, SourceFormat.LITELLM_JSON)).event();

        assertEquals(SpanKind.LLM, event.getKind());
        assertEquals("t-1", event.getTraceId());
        assertEquals("chatcmpl-1", event.getSpanId());
        assertEquals("shop", event.getRoute());
        assertEquals("team-1", event.getTenant());
        assertEquals("azure", event.getProvider());
        assertEquals("gpt-4o", event.getRequestModel());
        assertEquals(2_000_000L, event.getDurationMicros());
        assertEquals(500_000L, event.getTimeToFirstTokenMicros());
        assertEquals(100L, event.getInputTokens());
        assertEquals(60L, event.getCacheReadInputTokens());
        assertEquals(5L, event.getReasoningOutputTokens());
        assertEquals(0.0005, event.getCostUsd());
        assertEquals("u-1", event.getUserId());
        assertEquals("Hi", event.getInputText());
        assertEquals("Hello.", event.getOutputText());
        assertEquals("stop", event.getFinishReason());
        assertEquals(SpanStatus.UNSET, event.getStatus());
    }

    @Test
    void liteLlmCacheHit_usedNothing() {
        Mapped.Event mapped = Otlp.only(
                map(LITELLM.replace("\"cache_hit\": false", "\"cache_hit\": true"), SourceFormat.LITELLM_JSON));

        assertEquals(0.0, mapped.event().getCostUsd());
        assertEquals(0L, mapped.event().getInputTokens());
        assertTrue(mapped.repairs().contains(Repair.CACHE_HIT_COST_ZEROED));
    }

    @Test
    void liteLlmFailure_saysWhatFailedAndNotHow() {
        TraceEvent event = Otlp.only(map("""
                        {"id": "a", "call_type": "completion", "status": "failure", "model": "gpt-4o", "startTime": 1780000000.25,
                         "endTime": 1780000001, "error_str": "secret", "error_information":
                           {"error_class": "RateLimitError", "error_code": "429", "error_message": "secret"}}
                        """, SourceFormat.LITELLM_JSON)).event();

        assertEquals(SpanStatus.ERROR, event.getStatus());
        assertEquals("RateLimitError", event.getErrorType());
        assertEquals(429, event.getHttpStatus());
        assertEquals(750_000L, event.getDurationMicros());
        assertTrue(!event.toString().contains("secret"));
    }

    @Test
    void liteLlmTimesInIso8601_areTimesToo() {
        TraceEvent event = Otlp.only(map(
                        "{\"id\":\"a\",\"model\":\"m\",\"call_type\":\"aembedding\",\"startTime\":\"2026-05-28T20:26:40.5Z\",\"endTime\":\"2026-05-28T22:26:41+02:00\"}",
                        SourceFormat.LITELLM_JSON))
                .event();

        assertEquals(Instant.parse("2026-05-28T20:26:40.5Z"), event.getStartTime());
        assertEquals(500_000L, event.getDurationMicros());
        assertEquals(SpanKind.EMBEDDING, event.getKind());
    }

    @Test
    void recordWithoutIdOrTime_isRefusedWithItsBytes() {
        byte[] bytes = "{\"model\":\"m\",\"startTime\":1}".getBytes(StandardCharsets.UTF_8);
        Mapped.Refused refused = assertInstanceOf(
                Mapped.Refused.class,
                Otlp.map(MapperConfig.DEFAULT, bytes, SourceFormat.LITELLM_JSON).get(0));

        assertEquals("id", refused.field());
        assertArrayEquals(bytes, refused.record());
        assertEquals("startTime", refusedField("{\"id\":\"a\",\"startTime\":\"soon\"}", SourceFormat.LITELLM_JSON));
        assertEquals(
                "trace_id",
                refusedField(
                        "{\"id\":\"a\",\"startTime\":1,\"trace_id\":\"" + "t".repeat(129) + "\"}",
                        SourceFormat.LITELLM_JSON));
        assertEquals("started_at", refusedField("{\"ai\":{\"proxy\":{\"meta\":{}}}}", SourceFormat.KONG_JSON));
        assertEquals(
                "request.id",
                refusedField("{\"started_at\":1,\"ai\":{\"proxy\":{\"meta\":{}}}}", SourceFormat.KONG_JSON));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "[]", "7", "{\"a\":", "{} {}"})
    void whatIsNoObject_isNoRecord(String bad) {
        String message = assertThrows(
                        UnreadableBatchException.class,
                        () -> new OtlpMapper(MapperConfig.DEFAULT)
                                .spans(bad.getBytes(StandardCharsets.UTF_8), SourceFormat.KONG_JSON, mapped -> {}))
                .getMessage();

        assertEquals("record = " + bad.length() + " bytes that are no JSON object: expected one of kong_json", message);
    }

    private static String refusedField(String json, SourceFormat format) {
        return assertInstanceOf(Mapped.Refused.class, map(json, format).get(0)).field();
    }

    private static List<Mapped> map(String json, SourceFormat format) {
        return Otlp.map(MapperConfig.DEFAULT, json.getBytes(StandardCharsets.UTF_8), format);
    }
}
