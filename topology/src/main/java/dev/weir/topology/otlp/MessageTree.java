package dev.weir.topology.otlp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.topology.otlp.span.Attributes;
import dev.weir.topology.otlp.span.Json;
import dev.weir.topology.otlp.span.Repair;
import dev.weir.topology.otlp.span.Repairs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages from whatever form they came in: lists of messages, of parts or of texts, one message, a whole request or answer of
 * OpenAI's, Anthropic's or Gemini's, as JSON or as its text. What has none of these forms is one message with the JSON as its
 * text, so nothing that was said is lost. Nesting deeper than {@value #DEEPEST} is taken as text.
 */
final class MessageTree {

    private static final int DEEPEST = 8;

    /** Keys under which requests and answers hold messages, in order of trust. */
    private static final List<String> LISTS =
            List.of("messages", "choices", "candidates", "contents", "items", "output");

    private static final Map<String, String> ROLES =
            Map.of("developer", "system", "human", "user", "ai", "assistant", "model", "assistant", "function", "tool");

    private final Repairs repairs;
    private final List<Message> messages = new ArrayList<>();

    private MessageTree(Repairs repairs) {
        this.repairs = repairs;
    }

    /**
     * The messages of a value; empty when it is absent.
     *
     * @param role whose words they are where the value does not say
     */
    static List<Message> of(@Nullable JsonNode value, String role, Repairs repairs) {
        MessageTree tree = new MessageTree(repairs);
        tree.read(value, role, null, 0);
        return tree.messages;
    }

    private void read(@Nullable JsonNode node, String role, @Nullable String finish, int depth) {
        if (node == null || node.isNull() || node.isMissingNode()) {
            return;
        }
        if (depth > DEEPEST) {
            say(role, node.toString(), finish);
        } else if (node.isTextual()) {
            text(node.textValue(), role, finish, depth);
        } else if (node.isArray()) {
            list(node, role, finish, depth);
        } else if (node.isObject()) {
            object(node, role, finish, depth);
        } else {
            say(role, node.asText(), finish);
        }
    }

    private void text(String text, String role, @Nullable String finish, int depth) {
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        if (!quoted && !Json.looksLikeJson(text)) {
            say(role, text, finish);
            return;
        }
        JsonNode tree = Json.ofText(text);
        if (tree != null && tree.isTextual()) {
            say(role, tree.textValue(), finish);
        } else if (quoted) {
            say(role, text, finish);
        } else if (tree == null) {
            repairs.note(Repair.CONTENT_UNREADABLE);
            say(role, text, finish);
        } else {
            read(tree, role, finish, depth + 1);
        }
    }

    /** Messages one by one; neighbours without a role of their own are parts of one message. */
    private void list(JsonNode list, String role, @Nullable String finish, int depth) {
        MessageParts parts = new MessageParts();
        for (JsonNode element : list) {
            if (element.isObject() && !MessageParts.isPart(element)) {
                flush(parts, role, finish);
                parts = new MessageParts();
                read(element, role, finish, depth + 1);
            } else {
                parts.add(element);
            }
        }
        flush(parts, role, finish);
    }

    private void flush(MessageParts parts, String role, @Nullable String finish) {
        if (!parts.isEmpty()) {
            messages.add(parts.message(role, finish));
        }
    }

    private void object(JsonNode object, String role, @Nullable String outerFinish, int depth) {
        String own = Attributes.textOf(
                object.has("finish_reason") ? object.get("finish_reason") : object.get("finishReason"));
        String finish = own != null ? own : outerFinish;
        if (isMessage(object)) {
            messages.add(new MessageParts().addMessage(object).message(roleOf(object, role), finish));
            return;
        }
        String list = LISTS.stream().filter(object::has).findFirst().orElse(null);
        if (list != null) {
            read(object.get("system"), "system", null, depth + 1);
            read(object.get(list), list.equals("choices") ? "assistant" : role, finish, depth + 1);
        } else if (object.has("message")) {
            withMessage(object, role, finish, depth);
        } else if (object.has("prompt")) {
            read(object.get("system"), "system", null, depth + 1);
            read(object.get("prompt"), role, finish, depth + 1);
        } else if (MessageParts.hasContent(object.path("content"))) { // Gemini wraps its message once more
            read(object.get("content"), role, finish, depth + 1);
        } else if (MessageParts.hasContent(object)) {
            messages.add(new MessageParts().addMessage(object).message(role, finish));
        } else if (!object.isEmpty()) {
            say(role, object.toString(), finish);
        }
    }

    /** A choice: its message, and tool calls that some hang beside it. */
    private void withMessage(JsonNode object, String role, @Nullable String finish, int depth) {
        int before = messages.size();
        read(object.get("message"), role, finish, depth + 1);
        if (messages.size() == before && finish != null) {
            say(role, "", finish);
        }
        if (object.has("tool_calls")) {
            messages.add(
                    new MessageParts().addToolCalls(object.get("tool_calls")).message(role, finish));
        }
    }

    private void say(String role, String text, @Nullable String finish) {
        messages.add(new Message(role, text, List.of(), null, finish));
    }

    private static boolean isMessage(JsonNode object) {
        return object.path("role").isTextual();
    }

    private static String roleOf(JsonNode message, String otherwise) {
        String role = message.path("role").asText(otherwise).toLowerCase(Locale.ROOT);
        return ROLES.getOrDefault(role, role);
    }
}
