package dev.weir.topology.otlp;

import dev.weir.schemas.avro.ToolCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation.
 *
 * @param role system, user, assistant, tool, or what the source says
 * @param text what is said, reasoning left out; empty when nothing is
 * @param refusal the provider's own refusal; absent when there is none
 * @param finishReason absent when the message has none
 */
record Message(
        String role,
        String text,
        List<ToolCall> toolCalls,
        @Nullable String refusal,
        @Nullable String finishReason) {}
