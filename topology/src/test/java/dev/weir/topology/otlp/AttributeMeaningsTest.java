package dev.weir.topology.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.weir.schemas.avro.TraceEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What single attributes mean by Langfuse's tests, 70 cases. What we have a field for must be in it; what we have none for
 * must be kept under its own name when the configuration asks for it.
 */
class AttributeMeaningsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where we differ by convention, by attribute and field. */
    private static final Map<String, String> OTHER_CONVENTION = Map.of(
            "unused.key environment", "an unknown environment is absent, not named default",
            "gen_ai.usage.total_tokens usageDetails.total",
                    "a total only tells how a source counts; its parts are the counts",
            "llm.input_messages.0.message.role input", "a role without words is no text",
            "tool_calls input", "tool calls of earlier turns are not kept, only those that were answered",
            "id input", "an id without words is no text",
            "index output", "an index without words is no text");

    @Test
    void everyMeaning_holdsOrIsListed() {
        int held = 0;
        int kept = 0;
        List<String> differing = new ArrayList<>();
        for (JsonNode row : RealData.lines("otlp/attribute_mapping_cases.jsonl")) {
            TraceEvent event = Otlp.only(map(row)).event();
            String field = row.get("field").asText();
            if (isMeant(row, field, event)) {
                held++;
            } else if (isKept(row, field, event)) {
                kept++;
            } else {
                differing.add(row.get("attribute").asText() + " " + field);
            }
        }
        System.out.println("meanings of attributes: " + held + " hold, " + kept
                + " kept under their own name, listed as other convention: " + differing);
        assertEquals(OTHER_CONVENTION.keySet(), new HashSet<>(differing));
        assertEquals(64, held + kept);
        assertEquals(49, held);
    }

    private static boolean isMeant(JsonNode row, String field, TraceEvent event) {
        JsonNode expected = row.get("expected");
        return switch (field) {
            case "completionStartTime" -> Long.valueOf(1_000_000).equals(event.getTimeToFirstTokenMicros());
            case "model" -> expected.asText().equals(event.getRequestModel());
            case "userId" -> expected.asText().equals(event.getUserId());
            case "sessionId" -> expected.asText().equals(event.getSessionId());
            case "environment" -> expected.asText().equals(event.getEnvironment());
            case "version" -> expected.asText().equals(event.getServiceVersion());
            case "costDetails.total" -> Double.valueOf(expected.asDouble()).equals(event.getCostUsd());
            case "usageDetails.input" -> is(expected, event.getInputTokens());
            case "usageDetails.output" -> is(expected, event.getOutputTokens());
            case "usageDetails.cost" -> event.getInputTokens() == null && event.getOutputTokens() == null;
            case "usageDetails.input_cache_read" -> is(expected, event.getCacheReadInputTokens());
            case "usageDetails.input_cache_write", "usageDetails.input_cache_creation" ->
                is(expected, event.getCacheWriteInputTokens());
            case "input" -> says(expected, event.getInputText()) || says(expected, event.getSystemText());
            case "output" -> says(expected, event.getOutputText());
            default -> false;
        };
    }

    private static boolean is(JsonNode expected, @Nullable Long count) {
        return Long.valueOf(expected.asLong()).equals(count);
    }

    private static boolean isKept(JsonNode row, String field, TraceEvent event) {
        String value = event.getAttributes().get(row.get("attribute").asText());
        boolean ours = field.startsWith("metadata.")
                || field.startsWith("modelParameters.")
                || field.startsWith("usageDetails.custom");
        return value != null
                && (ours || field.equals("tags") || field.equals("public"))
                && (value.contains(row.get("expected").asText()) || field.equals("tags"));
    }

    /** Whether a text is the expected one, or what one of its messages says. */
    private static boolean says(JsonNode expected, @Nullable String text) {
        return text != null && leaves(expected).contains(tree(text));
    }

    private static Set<JsonNode> leaves(JsonNode node) {
        Set<JsonNode> found = new HashSet<>();
        found.add(node.isTextual() ? tree(node.textValue()) : node);
        if (node.isTextual() && tree(node.textValue()).isContainerNode()) {
            found.addAll(leaves(tree(node.textValue())));
        }
        node.forEach(child -> found.addAll(leaves(child)));
        return found;
    }

    private static JsonNode tree(String text) {
        try {
            JsonNode tree = JSON.readTree(text);
            return tree.isContainerNode() ? tree : TextNode.valueOf(text);
        } catch (IOException e) {
            return TextNode.valueOf(text);
        }
    }

    /** A chat span with the attribute, mapped. */
    private static List<Mapped> map(JsonNode row) {
        ObjectNode attribute = JsonNodeFactory.instance.objectNode();
        attribute.set("key", row.get("attribute"));
        attribute.set("value", row.get("value"));
        Instant start = Instant.parse("2026-05-01T00:00:00Z");
        if (row.get("field").asText().equals("completionStartTime")) {
            start = OffsetDateTime.parse(row.get("expected").asText())
                    .toInstant()
                    .minusSeconds(1);
        }
        ObjectNode span = JsonNodeFactory.instance.objectNode();
        span.put("traceId", Otlp.TRACE_ID).put("spanId", Otlp.SPAN_ID).put("name", "chat");
        span.put("startTimeUnixNano", "" + ChronoUnit.NANOS.between(Instant.EPOCH, start));
        span.put("endTimeUnixNano", "" + ChronoUnit.NANOS.between(Instant.EPOCH, start.plusSeconds(10)));
        ArrayNode own = span.putArray("attributes");
        own.addObject().put("key", "gen_ai.operation.name").putObject("value").put("stringValue", "chat");
        ArrayNode resource = JsonNodeFactory.instance.arrayNode();
        switch (row.get("kind").asText()) {
            case "Attributes" -> own.add(attribute);
            case "ResourceAttributes" -> resource.add(attribute);
            default ->
                span.putArray("events")
                        .addObject()
                        .put("name", row.get("event").asText())
                        .putArray("attributes")
                        .add(attribute);
        }
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        ObjectNode group = request.putArray("resourceSpans").addObject();
        group.putObject("resource").set("attributes", resource);
        group.putArray("scopeSpans").addObject().putArray("spans").add(span);
        return Otlp.map(
                keeping(row.get("attribute").asText()),
                request.toString().getBytes(StandardCharsets.UTF_8),
                SourceFormat.OTLP_JSON);
    }

    private static MapperConfig keeping(String attribute) {
        MapperConfig usual = MapperConfig.DEFAULT;
        return new MapperConfig(
                usual.routeAttributes(),
                usual.tenantAttributes(),
                List.of(attribute),
                usual.maxSpans(),
                usual.maxAttributes(),
                usual.maxDepth(),
                usual.maxTextCharacters());
    }
}
