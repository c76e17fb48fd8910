package dev.weir.judge.judges;

import dev.weir.schemas.Means;
import dev.weir.schemas.Secret;
import dev.weir.schemas.text.HttpUrl;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The model that judges.
 */
public record LlmConfig(
        @Means("API of the provider: `openai` and compatible ones, `anthropic` or `ollama`")
        Provider provider,

        @Means("address of the API; empty: the provider's own") @Nullable
        String baseUrl,

        @Means("key for the API; empty: none is sent") Secret apiKey,
        @Means("model that judges") String model,

        @Means("longest time of one attempt: connecting, waiting and reading")
        Duration timeout,

        @Means("temperature of the model, 0 to 2; negative: not sent")
        double temperature,

        @Means("most tokens of a reply") int maxOutputTokens,
        @Means("most bytes of a reply's body") int maxReplyBytes,

        @Means("most characters of each text that the model is shown; a longer text is cut and marked")
        int maxTextChars,

        @Means("dollars per million input tokens; empty: unknown") @Nullable
        String inputUsdPerMillion,

        @Means("dollars per million output tokens; empty: unknown") @Nullable
        String outputUsdPerMillion) {

    /** API spoken. */
    public enum Provider {
        /** OpenAI's chat completions, and whatever speaks the same. */
        OPENAI,
        ANTHROPIC,
        OLLAMA
    }

    /** Prices unknown on purpose: they change, and a limited budget must not rest on a stale one. */
    public static final LlmConfig DEFAULT = new LlmConfig(
            Provider.OPENAI,
            null,
            new Secret(""),
            "gpt-4o-mini",
            Duration.ofSeconds(60),
            0,
            600,
            256 * 1024,
            24_000,
            null,
            null);

    /** Every problem as {@code key = value: expected …}. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (baseUrl != null && !isBaseUrl(baseUrl)) {
            problems.add("base_url = " + baseUrl + ": expected an http or https URL without user information");
        }
        if (model.isBlank()) {
            problems.add("model = " + model + ": expected a model name");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            problems.add("timeout = " + timeout + ": expected more than zero");
        }
        if (!(temperature <= 2)) {
            problems.add("temperature = " + temperature + ": expected 0 to 2, or negative to send none");
        }
        if (maxOutputTokens < 100) {
            problems.add("max_output_tokens = " + maxOutputTokens + ": expected 100 or more");
        }
        if (maxReplyBytes < 4096) {
            problems.add("max_reply_bytes = " + maxReplyBytes + ": expected 4096 or more");
        }
        if (maxTextChars < 100) {
            problems.add("max_text_chars = " + maxTextChars + ": expected 100 or more");
        }
        addPriceProblem("input_usd_per_million", inputUsdPerMillion, problems);
        addPriceProblem("output_usd_per_million", outputUsdPerMillion, problems);
        return problems;
    }

    /** Price of judging; null when either side is unknown. */
    @Nullable
    TokenPrice price() {
        return inputUsdPerMillion == null || outputUsdPerMillion == null
                ? null
                : new TokenPrice(new BigDecimal(inputUsdPerMillion), new BigDecimal(outputUsdPerMillion));
    }

    private static void addPriceProblem(String key, @Nullable String value, List<String> problems) {
        if (value == null) {
            return;
        }
        try {
            if (new BigDecimal(value).signum() >= 0) {
                return;
            }
        } catch (NumberFormatException notDecimal) {
            // Falls through to the one message for both.
        }
        problems.add(key + " = " + value + ": expected a decimal number of dollars, 0 or more");
    }

    private static boolean isBaseUrl(String text) {
        return HttpUrl.parse(text).filter(url -> url.getUserInfo() == null).isPresent();
    }
}
