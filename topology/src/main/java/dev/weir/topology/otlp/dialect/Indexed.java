package dev.weir.topology.otlp.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.avro.Document;
import dev.weir.topology.otlp.span.Attributes;
import dev.weir.topology.otlp.span.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lists that are spread over attributes, {@code PREFIX.N.REST}. Indexes have at most four digits and need not be without gaps;
 * what is not of the form is passed over. Bounded by the attributes of the span.
 */
final class Indexed {

    private static final int LONGEST_INDEX = 4;
    private static final int MOST_DOCUMENTS = 100;
    private static final List<String> SAYING = List.of("content", "text", "tool_calls", "refusal");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Indexed() {}

    /** What follows prefix and index, by index; names to values. */
    static SortedMap<Integer, Map<String, JsonNode>> under(Attributes attributes, String prefix) {
        SortedMap<Integer, Map<String, JsonNode>> found = new TreeMap<>();
        for (String name : attributes.names()) {
            if (name.startsWith(prefix)) {
                add(found, name, prefix.length(), attributes.get(name));
            }
        }
        return found;
    }

    /**
     * Messages in the form of chat APIs; absent when there are none.
     *
     * @param nested what stands between the index and the fields, {@code message.} or nothing
     */
    static @Nullable JsonNode messages(Reading span, String prefix, String nested) {
        ArrayNode messages = NODES.arrayNode();
        for (Map<String, JsonNode> fields : under(span.attributes(), prefix).values()) {
            ObjectNode message = message(fields, nested);
            if (SAYING.stream().anyMatch(message::has)) { // a role alone says nothing
                messages.add(message);
            }
        }
        return messages.isEmpty() ? null : messages;
    }

    /** Retrieved documents; absent when there are none. */
    static @Nullable List<Document> documents(Reading span, String prefix) {
        List<Document> documents = new ArrayList<>();
        for (Map<String, JsonNode> fields : under(span.attributes(), prefix).values()) {
            if (documents.size() == MOST_DOCUMENTS) {
                break;
            }
            documents.add(new Document(
                    Attributes.textOf(fields.get("document.id")),
                    Numbers.number(fields.get("document.score"), span.repairs()),
                    Attributes.textOf(fields.get("document.content"))));
        }
        return documents.isEmpty() ? null : documents;
    }

    private static ObjectNode message(Map<String, JsonNode> fields, String nested) {
        ObjectNode message = NODES.objectNode();
        SortedMap<Integer, ObjectNode> calls = new TreeMap<>();
        StringBuilder texts = new StringBuilder();
        fields.forEach((name, value) -> {
            String field = name.startsWith(nested) ? name.substring(nested.length()) : name;
            if (field.startsWith("tool_calls.")) {
                toolCall(calls, field.substring("tool_calls.".length()), value);
            } else if (isPartOfText(field)) {
                texts.append(texts.isEmpty() ? "" : "\n").append(value.asText());
            } else if (field.indexOf('.') < 0) {
                message.set(field, value);
            }
        });
        if (!texts.isEmpty() && !message.has("content")) {
            message.put("content", texts.toString());
        }
        if (!calls.isEmpty()) {
            message.set("tool_calls", NODES.arrayNode().addAll(calls.values()));
        }
        return message;
    }

    /** Whether a field is one of several parts of a message: {@code contents.0.message_content.text}, {@code content.0.text}. */
    private static boolean isPartOfText(String field) {
        return (field.startsWith("contents.") || field.startsWith("content.")) && field.endsWith(".text");
    }

    private static void toolCall(SortedMap<Integer, ObjectNode> calls, String rest, JsonNode value) {
        int dot = rest.indexOf('.');
        int index = dot < 0 ? -1 : index(rest, 0, dot);
        if (index >= 0) {
            String field = rest.substring(rest.lastIndexOf('.') + 1);
            calls.computeIfAbsent(index, key -> NODES.objectNode()).set(field, value);
        }
    }

    private static void add(
            SortedMap<Integer, Map<String, JsonNode>> found, String name, int from, @Nullable JsonNode value) {
        int dot = name.indexOf('.', from);
        int index = dot < 0 ? -1 : index(name, from, dot);
        if (index >= 0 && value != null) {
            found.computeIfAbsent(index, key -> new TreeMap<>()).put(name.substring(dot + 1), value);
        }
    }

    private static int index(String text, int from, int to) {
        if (to == from || to - from > LONGEST_INDEX) {
            return -1;
        }
        int index = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            index = 10 * index + c - '0';
        }
        return index;
    }
}
