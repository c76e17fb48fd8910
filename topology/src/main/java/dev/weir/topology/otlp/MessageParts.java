package dev.weir.topology.otlp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.avro.ToolCall;
import dev.weir.topology.otlp.span.Attributes;
import dev.weir.topology.otlp.span.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one message, in the forms of OpenTelemetry, OpenAI, Anthropic, Gemini and the Vercel SDK: texts, tool calls and
 * their results, refusals. Reasoning, images and files are passed over. Not thread-safe.
 */
final class MessageParts {

    private static final Set<String> REASONING = Set.of("reasoning", "thinking", "redacted_thinking");
    private static final Set<String> CALLS =
            Set.of("tool_call", "tool-call", "tool_use", "function_call", "server_tool_call");
    private static final Set<String> RESULTS = Set.of(
            "tool_call_response", "tool-result", "tool_result", "function_call_output", "server_tool_call_response");
    private static final Set<String> TEXTS = Set.of("text", "input_text", "output_text");

    private final StringBuilder text = new StringBuilder();
    private final List<ToolCall> calls = new ArrayList<>();
    private @Nullable String refusal;
    private boolean any;

    boolean isEmpty() {
        return !any;
    }

    Message message(String role, @Nullable String finishReason) {
        return new Message(role, text.toString(), List.copyOf(calls), refusal, finishReason);
    }

    /** Whether an object is a part of a message and no message. */
    static boolean isPart(JsonNode object) {
        String type = object.path("type").asText("");
        boolean typed = REASONING.contains(type)
                || CALLS.contains(type)
                || RESULTS.contains(type)
                || TEXTS.contains(type)
                || type.equals("refusal");
        boolean gemini = (object.path("text").isTextual() && object.size() <= 3) || object.has("functionCall");
        return !object.has("role") && (typed || gemini);
    }

    /** Whether an object without a role says something in one of the places where messages do. */
    static boolean hasContent(JsonNode object) {
        return object.has("content")
                || object.has("parts")
                || object.has("text")
                || object.has("tool_calls")
                || object.path("refusal").isTextual();
    }

    /** All that a message says. */
    MessageParts addMessage(JsonNode message) {
        any = true;
        if (message.path("refusal").isTextual()) {
            refuse(message.get("refusal"));
        }
        for (String place : List.of("content", "parts", "contents")) {
            addContent(message.get(place));
        }
        if (text.isEmpty() && calls.isEmpty() && message.has("text")) {
            addContent(message.get("text"));
        }
        addToolCalls(message.get("tool_calls"));
        return this;
    }

    /** One part: a text or an object. */
    void add(JsonNode part) {
        any = true;
        if (part.isValueNode()) {
            say(part.isNull() ? "" : part.asText());
            return;
        }
        String type = part.path("type").asText("");
        if (REASONING.contains(type) || part.path("thought").asBoolean(false)) {
            return;
        }
        if (type.equals("refusal")) {
            refuse(part.has("refusal") ? part.get("refusal") : part.path("content"));
        } else if (CALLS.contains(type)) {
            call(part);
        } else if (part.has("functionCall")) {
            call(part.get("functionCall"));
        } else if (RESULTS.contains(type)) {
            say(first(part, "response", "result", "output", "content"));
        } else if (TEXTS.contains(type) || type.isEmpty()) {
            say(first(part, "text", "content"));
        }
    }

    /** Tool calls beside the content, or the text of their JSON. */
    MessageParts addToolCalls(@Nullable JsonNode given) {
        any = true;
        JsonNode list = given != null && given.isTextual() ? Json.ofText(given.textValue()) : given;
        if (list != null && list.isArray()) {
            list.forEach(this::call);
        }
        return this;
    }

    private void addContent(@Nullable JsonNode content) {
        if (content == null || content.isNull()) {
            return;
        }
        if (content.isArray()) {
            content.forEach(this::add);
        } else if (content.isObject() && !isPart(content)) {
            say(content.toString());
        } else {
            add(content);
        }
    }

    private void call(JsonNode call) {
        JsonNode function = call.path("function").isObject() ? call.get("function") : call;
        String name = Attributes.textOf(function.has("name") ? function.get("name") : call.get("toolName"));
        String id = Attributes.textOf(
                call.has("id") ? call.get("id") : call.has("call_id") ? call.get("call_id") : call.get("toolCallId"));
        String arguments = first(function, "arguments", "input", "args");
        calls.add(new ToolCall(id, name, arguments.isEmpty() ? null : arguments));
    }

    private void refuse(JsonNode words) {
        String said = Attributes.textOf(words);
        refusal = said == null ? refusal : said;
    }

    private void say(String words) {
        if (!words.isEmpty()) {
            text.append(text.isEmpty() ? "" : "\n").append(words);
        }
    }

    /** Text of the first of some keys that is there; JSON where it is structured. */
    private static String first(JsonNode node, String... keys) {
        for (String key : keys) {
            JsonNode value = node.get(key);
            if (value != null && !value.isNull()) {
                return value.isValueNode() ? value.asText() : value.toString();
            }
        }
        return "";
    }
}
