package dev.weir.topology.otlp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.avro.ToolCall;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.topology.otlp.dialect.Field;
import dev.weir.topology.otlp.dialect.Reading;
import dev.weir.topology.otlp.dialect.Vocabulary;
import dev.weir.topology.otlp.span.Repair;
import dev.weir.topology.otlp.span.Repairs;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a span: instructions, what was asked, what was answered. One question stands alone; of a longer conversation
 * every message stands with its role, the oldest cut off first. Immutable.
 */
final class Conversation {

    private final List<Message> system = new ArrayList<>();
    private final List<Message> input = new ArrayList<>();
    private final List<Message> output;
    private final int longest;
    private final Repairs repairs;

    private Conversation(Reading span, Vocabulary vocabulary, int longest) {
        this.longest = longest;
        this.repairs = span.repairs();
        system.addAll(messages(span, vocabulary.first(Field.SYSTEM, span), "system"));
        for (Message message : messages(span, vocabulary.first(Field.INPUT, span), "user")) {
            (message.role().equals("system") ? system : input).add(message);
        }
        output = messages(span, vocabulary.first(Field.OUTPUT, span), "assistant");
    }

    /**
     * The texts of a span.
     *
     * @param longest characters kept of each text
     */
    static Conversation of(Reading span, Vocabulary vocabulary, int longest) {
        return new Conversation(span, vocabulary, longest);
    }

    private static List<Message> messages(Reading span, @Nullable JsonNode value, String role) {
        return MessageTree.of(value, role, span.repairs());
    }

    /** Writes the texts and tool calls into an event. */
    void writeTo(TraceEvent event) {
        event.setSystemText(cut(joined(system)));
        event.setInputText(question());
        event.setOutputText(cut(joined(output)));
        List<ToolCall> calls = new ArrayList<>();
        output.forEach(message -> calls.addAll(message.toolCalls()));
        if (!calls.isEmpty()) {
            event.setToolCalls(calls);
        }
    }

    /** Why the first choice ended; absent when the messages do not say. */
    @Nullable
    String finishReason() {
        return output.stream()
                .map(Message::finishReason)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The provider's own refusal; absent when there is none. */
    @Nullable
    String refusal() {
        return output.stream()
                .map(Message::refusal)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private @Nullable String question() {
        if (input.size() <= 1) {
            return cut(joined(input));
        }
        StringBuilder lines = new StringBuilder();
        for (Message message : input) {
            if (!message.text().isEmpty()) {
                lines.append(lines.isEmpty() ? "" : "\n")
                        .append(message.role())
                        .append(": ")
                        .append(message.text());
            }
        }
        if (lines.length() > longest) {
            repairs.note(Repair.TEXT_CUT);
            lines.delete(0, lines.length() - longest);
        }
        return lines.isEmpty() ? null : lines.toString();
    }

    private static @Nullable String joined(List<Message> messages) {
        StringBuilder lines = new StringBuilder();
        for (Message message : messages) {
            if (!message.text().isEmpty()) {
                lines.append(lines.isEmpty() ? "" : "\n").append(message.text());
            }
        }
        return lines.isEmpty() ? null : lines.toString();
    }

    private @Nullable String cut(@Nullable String text) {
        if (text == null || text.length() <= longest) {
            return text;
        }
        repairs.note(Repair.TEXT_CUT);
        return text.substring(0, longest);
    }
}
