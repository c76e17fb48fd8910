package dev.weir.judge.judges;

import dev.weir.schemas.Secret;
import dev.weir.schemas.text.HttpUrl;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The model that judges.
 *
 * @param provider which API is spoken
 * @param baseUrl where; null: the provider's own address
 * @param apiKey empty: none is sent
 * @param timeout of one attempt, over connecting, waiting and reading
 * @param temperature 0 to 2; negative: not sent, for models that refuse one
 * @param maxOutputTokens most tokens of a reply
 * @param maxReplyBytes most bytes of a reply's HTTP body
 * @param maxTextChars most characters of each untrusted text that the model is shown; the rest is cut and marked
 * @param inputUsdPerMillion dollars per million input tokens as a decimal number; null: unknown
 * @param outputUsdPerMillion dollars per million output tokens as a decimal number; null: unknown
 */
public record LlmConfig(
        Provider provider,
        @Nullable String baseUrl,
        Secret apiKey,
        String model,
        Duration timeout,
        double temperature,
        int maxOutputTokens,
        int maxReplyBytes,
        int maxTextChars,
        @Nullable String inputUsdPerMillion,
        @Nullable String outputUsdPerMillion) {

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
