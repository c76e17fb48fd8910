package dev.weir.judge.judges;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The model behind a configuration: one attempt per call, our own transport, nothing logged. */
final class ChatModels {

    private ChatModels() {}

    static ChatModel of(LlmConfig config, Clock clock) {
        HttpClientBuilder transport =
                CappedHttpClient.builderOf(new CappedHttpClient(config.timeout(), config.maxReplyBytes(), clock));
        return switch (config.provider()) {
            case OPENAI -> openAi(config, transport);
            case ANTHROPIC -> anthropic(config, transport);
            case OLLAMA -> ollama(config, transport);
        };
    }

    private static ChatModel openAi(LlmConfig config, HttpClientBuilder transport) {
        return OpenAiChatModel.builder()
                .httpClientBuilder(transport)
                .baseUrl(Objects.requireNonNullElse(config.baseUrl(), "https://api.openai.com/v1"))
                .apiKey(keyOrNone(config))
                .modelName(config.model())
                .temperature(temperature(config))
                .maxCompletionTokens(config.maxOutputTokens())
                .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                .strictJsonSchema(true)
                .timeout(config.timeout())
                .maxRetries(0)
                .build();
    }

    private static ChatModel anthropic(LlmConfig config, HttpClientBuilder transport) {
        return AnthropicChatModel.builder()
                .httpClientBuilder(transport)
                .baseUrl(Objects.requireNonNullElse(config.baseUrl(), "https://api.anthropic.com/v1"))
                .apiKey(keyOrNone(config))
                .modelName(config.model())
                .temperature(temperature(config))
                .maxTokens(config.maxOutputTokens())
                .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                .timeout(config.timeout())
                .maxRetries(0)
                .build();
    }

    private static ChatModel ollama(LlmConfig config, HttpClientBuilder transport) {
        return OllamaChatModel.builder()
                .httpClientBuilder(transport)
                .baseUrl(Objects.requireNonNullElse(config.baseUrl(), "http://localhost:11434"))
                .modelName(config.model())
                .temperature(temperature(config))
                .numPredict(config.maxOutputTokens())
                .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                .timeout(config.timeout())
                .maxRetries(0)
                .build();
    }

    private static String keyOrNone(LlmConfig config) {
        String key = config.apiKey().value();
        return key.isEmpty() ? "none" : key;
    }

    private static @Nullable Double temperature(LlmConfig config) {
        return config.temperature() < 0 ? null : config.temperature();
    }
}
