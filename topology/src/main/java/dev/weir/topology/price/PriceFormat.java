package dev.weir.topology.price;

import java.nio.charset.StandardCharsets;

/** A form that a price list may have. */
public enum PriceFormat {
    /** Weir's own. */
    WEIR,
    /** LiteLLM's {@code model_prices_and_context_window.json}. */
    LITELLM,
    /** The {@code data_slim.json} or {@code data.json} of genai-prices. */
    GENAI_PRICES;

    /** The form of a file, told by its first character: the published tables are a JSON object and a JSON list. */
    public static PriceFormat of(byte[] content) {
        String start = new String(content, 0, Math.min(content.length, 256), StandardCharsets.UTF_8).strip();
        return start.startsWith("{") ? LITELLM : start.startsWith("[") ? GENAI_PRICES : WEIR;
    }
}
