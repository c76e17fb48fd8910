package dev.weir.topology.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.TraceEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Attributes of 17 real spans: Vercel AI SDK 6, OpenInference, gemini-cli and opencode. */
class VercelSpansTest {

    private record Dumped(String operation, TraceEvent event) {}

    @Test
    void everyDumpedSpan_isMappedByWhatItIs() {
        List<Dumped> dumped = dumped();

        for (Dumped one : dumped) {
            TraceEvent event = one.event();
            SpanKind expected = expected(one.operation());
            assertEquals(expected, event.getKind(), one.operation());
            if (expected == SpanKind.CHAIN) {
                assertNull(event.getInputTokens(), "an outer span repeats the usage of its call");
            } else if (expected == SpanKind.EMBEDDING) {
                assertEquals(10L, event.getInputTokens());
            } else if (one.operation().startsWith("ai.")) {
                assertNotNull(event.getInputTokens(), one.operation());
                assertNotNull(event.getResponseModel(), one.operation());
                assertNotNull(event.getInputText(), one.operation());
                assertNotNull(event.getOutputText(), one.operation());
            }
        }
        assertEquals(17, dumped.size());
    }

    @Test
    void realStream_hasMillisecondsToItsFirstChunk() {
        TraceEvent stream = dumped().stream()
                .filter(one -> one.operation().equals("ai.streamText.doStream"))
                .map(Dumped::event)
                .findFirst()
                .orElseThrow();

        assertEquals(426_853L, stream.getTimeToFirstTokenMicros());
        assertEquals("test-stream-text", stream.getRoute());
        assertEquals("openai", stream.getProvider().split("\\.", 2)[0]);
        assertEquals("default", stream.getServiceTier());
        assertEquals(0L, stream.getCacheReadInputTokens());
    }

    @Test
    void realAnthropicCall_hasItsCacheWritesOnce() {
        TraceEvent call = dumped().stream()
                .map(Dumped::event)
                .filter(event -> "claude-haiku-4-5-20251001".equals(event.getRequestModel()))
                .findFirst()
                .orElseThrow();

        assertEquals(12_632L, call.getInputTokens());
        assertEquals(12_629L, call.getCacheWriteInputTokens());
        assertEquals("rchaves", call.getUserId());
        assertEquals("PONG-OPENCODE-B1", call.getOutputText());
    }

    private static SpanKind expected(String operation) {
        if (operation.endsWith(".doEmbed")) {
            return SpanKind.EMBEDDING;
        }
        if (operation.equals("execute_tool")) {
            return SpanKind.TOOL;
        }
        boolean outer =
                operation.startsWith("ai.") && !operation.endsWith(".doGenerate") && !operation.endsWith(".doStream");
        return outer ? SpanKind.CHAIN : SpanKind.LLM;
    }

    private static List<Dumped> dumped() {
        List<Dumped> found = new ArrayList<>();
        for (JsonNode row : RealData.lines("otlp/span_attribute_dumps.jsonl.gz")) {
            JsonNode given = row.get("span");
            JsonNode attributes = given.has("attributes") ? given.get("attributes") : given;
            String operation = attributes.path("ai.operationId").asText("");
            operation = operation.isEmpty()
                    ? attributes.path("gen_ai.operation.name").asText("")
                    : operation;
            found.add(new Dumped(operation, Otlp.only(map(attributes)).event()));
        }
        return found;
    }

    private static List<Mapped> map(JsonNode attributes) {
        ObjectNode span = JsonNodeFactory.instance.objectNode();
        span.put("traceId", Otlp.TRACE_ID).put("spanId", Otlp.SPAN_ID).put("name", "dumped");
        span.put("startTimeUnixNano", Otlp.START).put("endTimeUnixNano", Otlp.START + 10 * Otlp.SECOND);
        ArrayNode list = span.putArray("attributes");
        attributes
                .properties()
                .forEach(pair -> list.addObject().put("key", pair.getKey()).set("value", value(pair.getValue())));
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.putArray("resourceSpans")
                .addObject()
                .putArray("scopeSpans")
                .addObject()
                .putArray("spans")
                .add(span);
        return Otlp.map(
                MapperConfig.DEFAULT, request.toString().getBytes(StandardCharsets.UTF_8), SourceFormat.OTLP_JSON);
    }

    private static ObjectNode value(JsonNode plain) {
        ObjectNode value = JsonNodeFactory.instance.objectNode();
        if (plain.isIntegralNumber()) {
            value.put("intValue", plain.asText());
        } else if (plain.isNumber()) {
            value.put("doubleValue", plain.doubleValue());
        } else if (plain.isBoolean()) {
            value.put("boolValue", plain.booleanValue());
        } else if (plain.isArray()) {
            ArrayNode values = value.putObject("arrayValue").putArray("values");
            plain.forEach(element -> values.add(value(element)));
        } else if (plain.isObject()) {
            value.set("arrayValue", plain); // these dumps hold OTLP's own form of an array
        } else {
            value.put("stringValue", plain.asText());
        }
        return value;
    }
}
