package dev.weir.topology.otlp.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.topology.otlp.span.Numbers;
import dev.weir.topology.otlp.span.Repairs;
import org.jspecify.annotations.Nullable;

/**
 * Usage as providers themselves answer it: OpenAI (chat and responses), Anthropic, and what proxies make of them. Each part is
 * absent where the object does not say it.
 */
final class UsageObject {

    private UsageObject() {}

    static @Nullable Long input(@Nullable JsonNode usage, Repairs repairs) {
        return first(usage, repairs, "prompt_tokens", "input_tokens");
    }

    static @Nullable Long output(@Nullable JsonNode usage, Repairs repairs) {
        return first(usage, repairs, "completion_tokens", "output_tokens");
    }

    static @Nullable Long cacheRead(@Nullable JsonNode usage, Repairs repairs) {
        Long own = first(usage, repairs, "cache_read_input_tokens");
        return own != null
                ? own
                : detail(usage, repairs, "cached_tokens", "prompt_tokens_details", "input_tokens_details");
    }

    static @Nullable Long cacheWrite(@Nullable JsonNode usage, Repairs repairs) {
        Long own = first(usage, repairs, "cache_creation_input_tokens");
        return own != null
                ? own
                : detail(usage, repairs, "cache_creation_tokens", "prompt_tokens_details", "input_tokens_details");
    }

    /** Anthropic's split of the cache writes. */
    static @Nullable Long cacheWrite1h(@Nullable JsonNode usage, Repairs repairs) {
        return detail(usage, repairs, "ephemeral_1h_input_tokens", "cache_creation");
    }

    static @Nullable Long reasoning(@Nullable JsonNode usage, Repairs repairs) {
        return detail(usage, repairs, "reasoning_tokens", "completion_tokens_details", "output_tokens_details");
    }

    static @Nullable Long audioInput(@Nullable JsonNode usage, Repairs repairs) {
        return detail(usage, repairs, "audio_tokens", "prompt_tokens_details", "input_tokens_details");
    }

    static @Nullable Long audioOutput(@Nullable JsonNode usage, Repairs repairs) {
        return detail(usage, repairs, "audio_tokens", "completion_tokens_details", "output_tokens_details");
    }

    private static @Nullable Long first(@Nullable JsonNode usage, Repairs repairs, String... names) {
        for (String name : names) {
            Long count = usage == null ? null : Numbers.count(usage.get(name), repairs);
            if (count != null) {
                return count;
            }
        }
        return null;
    }

    private static @Nullable Long detail(@Nullable JsonNode usage, Repairs repairs, String name, String... objects) {
        for (String object : objects) {
            JsonNode details = usage == null ? null : usage.get(object);
            Long count = details == null ? null : Numbers.count(details.get(name), repairs);
            if (count != null) {
                return count;
            }
        }
        return null;
    }
}
