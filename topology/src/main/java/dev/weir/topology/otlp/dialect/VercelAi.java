package dev.weir.topology.otlp.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.avro.SpanKind;
import dev.weir.topology.otlp.span.Numbers;
import org.jspecify.annotations.Nullable;

/**
 * The Vercel AI SDK, versions 3 to 6. An outer span ({@code ai.generateText}) repeats the usage of its inner calls ({@code
 * ai.generateText.doGenerate}); only these are model calls. Counts are inclusive since version 5; what is cached stands in the
 * provider's metadata.
 */
final class VercelAi {

    private static final String METADATA = "ai.response.providerMetadata";

    static final Dialect DIALECT = table();

    private VercelAi() {}

    private static Dialect table() {
        Dialect.Builder table = Dialect.named("vercel-ai")
                .marks(
                        "ai.operationId",
                        "ai.model.",
                        "ai.response.",
                        "ai.usage.",
                        "ai.prompt",
                        "ai.telemetry.",
                        "ai.toolCall.")
                .from(Field.KIND, VercelAi::kind)
                .from(Field.PROVIDER, "ai.model.provider", VercelAi::provider)
                .text(Field.REQUEST_MODEL, "ai.model.id")
                .text(Field.RESPONSE_MODEL, "ai.response.model")
                .text(Field.RESPONSE_ID, "ai.response.id")
                .text(Field.FINISH_REASON, "ai.response.finishReason", "ai.finishReason")
                .from(Field.SERVICE_TIER, METADATA, span -> span.textAt(METADATA, "openai", "serviceTier"))
                .from(Field.SERVICE_TIER, METADATA, span -> span.textAt(METADATA, "azure", "serviceTier"))
                .text(Field.USER_ID, "ai.telemetry.metadata.userId")
                .text(Field.SESSION_ID, "ai.telemetry.metadata.sessionId")
                .from(
                        Field.PROMPT_NAME,
                        "ai.telemetry.metadata.langfusePrompt",
                        span -> span.textAt("ai.telemetry.metadata.langfusePrompt", "name"))
                .from(
                        Field.PROMPT_VERSION,
                        "ai.telemetry.metadata.langfusePrompt",
                        span -> span.textAt("ai.telemetry.metadata.langfusePrompt", "version"))
                .duration(Field.FIRST_TOKEN_NANOS, 1e6, "ai.response.msToFirstChunk", "ai.stream.msToFirstChunk")
                .content(Field.INPUT, "ai.prompt.messages", "ai.prompt", "ai.toolCall.args", "ai.value", "ai.values")
                .from(Field.OUTPUT, VercelAi::answer)
                .content(
                        Field.OUTPUT, "ai.response.object", "ai.result.text", "ai.result.object", "ai.toolCall.result");
        usage(table);
        return table.build();
    }

    private static void usage(Dialect.Builder table) {
        table.count(Field.INPUT_TOKENS, "ai.usage.inputTokens", "ai.usage.promptTokens", "ai.usage.tokens")
                .count(Field.OUTPUT_TOKENS, "ai.usage.outputTokens", "ai.usage.completionTokens")
                .count(Field.TOTAL_TOKENS, "ai.usage.totalTokens")
                .count(
                        Field.CACHE_READ_TOKENS,
                        "ai.usage.cachedInputTokens",
                        "ai.usage.inputTokenDetails.cacheReadTokens")
                .from(Field.CACHE_READ_TOKENS, METADATA, span -> anthropic(span, "cache_read_input_tokens"))
                .from(
                        Field.CACHE_READ_TOKENS,
                        METADATA,
                        span -> span.countAt(METADATA, "anthropic", "cacheReadInputTokens"))
                .from(Field.CACHE_READ_TOKENS, METADATA, span -> bedrock(span, "cacheReadInputTokens"))
                .from(Field.CACHE_READ_TOKENS, METADATA, span -> span.countAt(METADATA, "openai", "cachedPromptTokens"))
                .from(Field.CACHE_READ_TOKENS, METADATA, span -> google(span, "cachedContentTokenCount"))
                .count(Field.CACHE_WRITE_TOKENS, "ai.usage.inputTokenDetails.cacheWriteTokens")
                .from(Field.CACHE_WRITE_TOKENS, METADATA, span -> anthropic(span, "cache_creation_input_tokens"))
                .from(
                        Field.CACHE_WRITE_TOKENS,
                        METADATA,
                        span -> span.countAt(METADATA, "anthropic", "cacheCreationInputTokens"))
                .from(
                        Field.CACHE_WRITE_TOKENS,
                        METADATA,
                        span -> notZero(
                                bedrock(span, "cacheWriteInputTokens"), bedrock(span, "cacheCreationInputTokens")))
                .from(
                        Field.CACHE_WRITE_1H_TOKENS,
                        METADATA,
                        span -> UsageObject.cacheWrite1h(span.at(METADATA, "anthropic", "usage"), span.repairs()))
                .count(
                        Field.REASONING_TOKENS,
                        "ai.usage.reasoningTokens",
                        "ai.usage.outputTokenDetails.reasoningTokens")
                .from(Field.REASONING_TOKENS, METADATA, span -> span.countAt(METADATA, "openai", "reasoningTokens"))
                .from(Field.REASONING_TOKENS, METADATA, span -> google(span, "thoughtsTokenCount"));
    }

    private static @Nullable SpanKind kind(Reading span) {
        String operation = span.text("ai.operationId");
        if (operation == null) {
            String named = span.text("operation.name");
            operation = named == null || !named.startsWith("ai.") ? null : named.split(" ", 2)[0];
        }
        if (operation == null) {
            return null;
        }
        if (operation.endsWith(".doGenerate") || operation.endsWith(".doStream")) {
            return SpanKind.LLM;
        }
        if (operation.endsWith(".doEmbed")) {
            return SpanKind.EMBEDDING;
        }
        if (operation.endsWith(".doRerank")) {
            return SpanKind.RETRIEVAL;
        }
        return operation.equals("ai.toolCall") ? SpanKind.TOOL : SpanKind.CHAIN;
    }

    /** {@code openai.chat} is OpenAI. */
    private static @Nullable String provider(Reading span) {
        String given = span.text("ai.model.provider");
        return given == null ? null : given.split("\\.", 2)[0];
    }

    /** Text and tool calls of the answer in one message. */
    private static @Nullable JsonNode answer(Reading span) {
        JsonNode text = span.attributes().get("ai.response.text");
        JsonNode calls = span.json("ai.response.toolCalls");
        if (calls == null || !calls.isArray()) {
            return text;
        }
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("role", "assistant");
        if (text != null) {
            message.set("content", text);
        }
        message.set("tool_calls", calls);
        return message;
    }

    private static @Nullable Long anthropic(Reading span, String name) {
        return span.countAt(METADATA, "anthropic", "usage", name);
    }

    private static @Nullable Long bedrock(Reading span, String name) {
        return span.countAt(METADATA, "bedrock", "usage", name);
    }

    private static @Nullable Long google(Reading span, String name) {
        JsonNode own = span.at(METADATA, "google", "usageMetadata");
        JsonNode usage = own != null ? own : span.at(METADATA, "vertex", "usageMetadata");
        return usage == null ? null : Numbers.count(usage.get(name), span.repairs());
    }

    /** Two names of one count, of which older versions fill in only the second. */
    private static @Nullable Long notZero(@Nullable Long first, @Nullable Long second) {
        return (first != null && first != 0) || second == null ? first : second;
    }
}
