package dev.weir.topology.otlp.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.avro.Document;
import dev.weir.topology.otlp.span.Attributes;
import dev.weir.topology.otlp.span.Json;
import dev.weir.topology.otlp.span.Numbers;
import dev.weir.topology.otlp.span.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Texts as OpenTelemetry has carried them: attributes of the span, the details event, one event a message, one event for the
 * prompt, and the first attributes.
 */
final class OtelContent {

    private static final String DETAILS = "gen_ai.client.inference.operation.details";

    /** Events with one message each, and whose it is. */
    private static final Map<String, String> MESSAGE_EVENTS = Map.of(
            "gen_ai.system.message", "system",
            "gen_ai.user.message", "user",
            "gen_ai.assistant.message", "assistant",
            "gen_ai.tool.message", "tool");

    private static final int MOST_DOCUMENTS = 100;

    private OtelContent() {}

    static void addTo(Dialect.Builder table) {
        table.content(Field.SYSTEM, "gen_ai.system_instructions")
                .from(Field.SYSTEM, span -> ofEvent(span, DETAILS, "gen_ai.system_instructions"))
                .content(
                        Field.INPUT,
                        "gen_ai.input.messages",
                        "gen_ai.tool.call.arguments",
                        "gen_ai.retrieval.query.text")
                .from(Field.INPUT, span -> ofEvent(span, DETAILS, "gen_ai.input.messages"))
                .from(Field.INPUT, OtelContent::messageEvents)
                .from(Field.INPUT, span -> ofEvent(span, "gen_ai.content.prompt", "gen_ai.prompt"))
                .content(Field.INPUT, "gen_ai.prompt")
                .content(Field.OUTPUT, "gen_ai.output.messages", "gen_ai.tool.call.result")
                .from(Field.OUTPUT, span -> ofEvent(span, DETAILS, "gen_ai.output.messages"))
                .from(Field.OUTPUT, OtelContent::choiceEvents)
                .from(Field.OUTPUT, span -> ofEvent(span, "gen_ai.content.completion", "gen_ai.completion"))
                .content(Field.OUTPUT, "gen_ai.completion", "gen_ai.completion.content")
                .from(
                        Field.FINISH_REASON,
                        span -> FinishReasonList.firstOf(ofEvent(span, DETAILS, "gen_ai.response.finish_reasons")))
                .from(Field.DOCUMENTS, "gen_ai.retrieval.documents", OtelContent::documents);
    }

    private static @Nullable JsonNode ofEvent(Reading span, String name, String attribute) {
        for (Span.Event event : span.span().events()) {
            if (event.name().equals(name)) {
                JsonNode value = event.attributes().get(attribute);
                if (value != null) {
                    return parsed(value);
                }
            }
        }
        return null;
    }

    private static @Nullable JsonNode messageEvents(Reading span) {
        ArrayNode messages = JsonNodeFactory.instance.arrayNode();
        for (Span.Event event : span.span().events()) {
            String role = MESSAGE_EVENTS.get(event.name());
            if (role != null) {
                messages.add(message(event.attributes(), role));
            }
        }
        return messages.isEmpty() ? null : messages;
    }

    private static @Nullable JsonNode choiceEvents(Reading span) {
        ArrayNode messages = JsonNodeFactory.instance.arrayNode();
        for (Span.Event event : span.span().events()) {
            if (event.name().equals("gen_ai.choice")) {
                messages.add(message(event.attributes(), "assistant"));
            }
        }
        return messages.isEmpty() ? null : messages;
    }

    private static ObjectNode message(Attributes attributes, String role) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        if (!attributes.has("message")) { // a choice that wraps its message says whose it is inside
            message.put("role", role);
        }
        for (String name : attributes.names()) {
            JsonNode value = attributes.get(name);
            if (value != null && !name.equals("role")) {
                message.set(name, parsed(value));
            }
        }
        return message;
    }

    private static JsonNode parsed(JsonNode value) {
        if (!value.isTextual() || !Json.looksLikeJson(value.textValue())) {
            return value;
        }
        JsonNode tree = Json.ofText(value.textValue());
        return tree == null ? value : tree;
    }

    private static @Nullable List<Document> documents(Reading span) {
        JsonNode given = span.json("gen_ai.retrieval.documents");
        if (given == null || !given.isArray()) {
            return null;
        }
        List<Document> documents = new ArrayList<>();
        for (JsonNode one : given) {
            if (documents.size() == MOST_DOCUMENTS) {
                break;
            }
            String text = Attributes.textOf(one.has("content") ? one.get("content") : one.get("text"));
            documents.add(new Document(
                    Attributes.textOf(one.get("id")), Numbers.number(one.get("score"), span.repairs()), text));
        }
        return documents;
    }
}
