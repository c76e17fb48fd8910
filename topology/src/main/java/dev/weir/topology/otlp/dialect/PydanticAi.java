package dev.weir.topology.otlp.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.weir.schemas.avro.SpanKind;
import org.jspecify.annotations.Nullable;

/**
 * Pydantic AI and Logfire: OpenTelemetry's names, parts of the usage under {@code gen_ai.usage.details}, and the run of an
 * agent, which repeats the usage of its calls. Older versions carry messages as one list of events.
 */
final class PydanticAi {

    static final Dialect DIALECT = Dialect.named("pydantic-ai")
            .marks("pydantic_ai.", "all_messages_events")
            .from(Field.KIND, PydanticAi::kind)
            .text(Field.REQUEST_MODEL, "model_name")
            .count(
                    Field.CACHE_READ_TOKENS,
                    "gen_ai.usage.details.cache_read_tokens",
                    "gen_ai.usage.details.cache_read_input_tokens",
                    "gen_ai.usage.details.cached_tokens")
            .count(
                    Field.CACHE_WRITE_TOKENS,
                    "gen_ai.usage.details.cache_write_tokens",
                    "gen_ai.usage.details.cache_creation_input_tokens")
            .count(Field.REASONING_TOKENS, "gen_ai.usage.details.reasoning_tokens")
            .count(Field.AUDIO_INPUT_TOKENS, "gen_ai.usage.details.input_audio_tokens")
            .count(Field.AUDIO_OUTPUT_TOKENS, "gen_ai.usage.details.output_audio_tokens")
            .number(Field.COST, "operation.cost")
            .from(Field.INPUT, "events", span -> events(span, false))
            .content(Field.INPUT, "pydantic_ai.all_messages", "all_messages_events", "tool_arguments")
            .from(Field.OUTPUT, "events", span -> events(span, true))
            .content(Field.OUTPUT, "final_result", "tool_response")
            .build();

    private PydanticAi() {}

    private static @Nullable SpanKind kind(Reading span) {
        boolean run =
                span.has("pydantic_ai.all_messages") || span.has("all_messages_events") || span.has("final_result");
        return run ? SpanKind.AGENT : null;
    }

    /** Messages of the list that was one attribute, {@code events}: what was answered, or all the others. */
    private static @Nullable JsonNode events(Reading span, boolean answered) {
        JsonNode events = span.json("events");
        if (events == null || !events.isArray()) {
            return null;
        }
        ArrayNode messages = JsonNodeFactory.instance.arrayNode();
        for (JsonNode event : events) {
            String name = event.path("event.name").asText("");
            if (name.startsWith("gen_ai.") && answered == name.equals("gen_ai.choice")) {
                messages.add(event);
            }
        }
        return messages.isEmpty() ? null : messages;
    }
}
