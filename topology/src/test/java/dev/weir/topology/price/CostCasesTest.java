package dev.weir.topology.price;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.topology.Calls;
import dev.weir.topology.Fixture;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What real calls cost, to the last nano-dollar. A row whose reference is not what we answer is listed with the reason and with
 * what we answer instead, so that a list which is no longer true fails as well.
 */
class CostCasesTest {

    private static final long AUGUST = Fixture.micros("2026-08-15T12:00:00Z");

    /** What is answered instead; {@code null} for no cost. */
    private record Listed(String reason, @Nullable Long nanoUsd) {}

    private static final String CACHED_AUDIO = "an event does not say how much of the cached input was audio, which the"
            + " reference charges at a rate of its own";
    private static final String PICTURE = "our copy of the table has one rate for all output of the model, that of"
            + " pictures; the reference is of a later day and tells text from pictures, which an event does not";
    private static final String EARLIER =
            "the reference has the price of before the cut of 30 July 2026; the only table"
                    + " of ours that has the model is of 1 August";

    private static final Map<String, Listed> USAGE = Map.ofEntries(
            Map.entry("gp0738-google-default", new Listed(CACHED_AUDIO, 800_940L)),
            Map.entry("gp0921-google-default", new Listed(CACHED_AUDIO, 727_310L)),
            Map.entry("gp0069-google-default", new Listed(PICTURE, 1_445_400L)),
            Map.entry("gp0104-google-default", new Listed(PICTURE, 40_085_100L)),
            Map.entry("gp0062-google-default", new Listed(PICTURE, 277_146_000L)),
            Map.entry("gp0974-aws-anthropic", new Listed(EARLIER, 30_800L)),
            Map.entry("gp0975-aws-anthropic", new Listed(EARLIER, 37_840L)),
            Map.entry("gp0977-aws-anthropic", new Listed(EARLIER, 74_800L)),
            Map.entry(
                    "gp1017-cerebras-chat",
                    new Listed("the reference takes a model that it has no price of as free; unknown is not 0", null)));

    private static final Map<String, Listed> TIERS = Map.of(
            "test_modal_inkling_nvfp4_price",
            new Listed("no table of ours has the model; the reference is of a later day", null),
            "test_claude_opus_5_web_search_price",
            new Listed("an event does not say how often the model searched the web, so no search is charged", 0L),
            "test_distinct_output_category_prices_replace_aggregate_output_rate",
            new Listed(
                    "our copy of the table has one rate for all output of the model; an event does not tell citations",
                    800_000L),
            "test_anthropic_prices_one_hour_cache_writes_at_the_ttl_rate",
            new Listed("the reference gives the cost of the output only, which is 0", 2_550_000_000L));

    /** The tables in the order in which the product asks them. */
    private static PriceBook book() throws IOException {
        try (InputStream dated = Fixture.open("prices/genai_prices_data_slim_2026-08-21.json.gz");
                InputStream table = Fixture.open("prices/litellm_model_prices_2026-08-01.json.gz")) {
            return PriceBooks.fromGenAiPrices(dated, "genai-prices")
                    .book()
                    .orElse(PriceBooks.fromLiteLlm(table, "litellm").book())
                    .orElse(PriceBooks.bundled());
        }
    }

    @Test
    void everyUsageObject_costsWhatItShould() throws IOException {
        PriceBook book = book();
        Outcome outcome = new Outcome(USAGE);
        for (JsonNode row : Fixture.rows("prices/cost_cases.jsonl.gz")) {
            BigDecimal usd = new BigDecimal(row.path("expected_input_usd").asText())
                    .add(new BigDecimal(row.path("expected_output_usd").asText()));
            ModelUse use =
                    ModelUse.of(row.path("provider").asText(), row.path("model").asText());
            outcome.add(row.path("id").asText(), nano(usd), book.price(use, parts(row.path("usage")), AUGUST), row);
        }
        System.out.println("usage objects: " + outcome.exact + " exact, " + outcome.listed.size() + " listed");
        outcome.check();
        assertEquals(603, outcome.exact + outcome.listed.size());
    }

    @Test
    void everyTierCase_costsWhatItShould() throws IOException {
        PriceBook book = book();
        Outcome outcome = new Outcome(TIERS);
        for (JsonNode row : Fixture.rows("prices/cost_tier_cases.jsonl")) {
            String provider =
                    row.path("provider").isNull() ? null : row.path("provider").asText();
            BigDecimal usd = new BigDecimal(
                    row.path("total_price").asText(row.path("input_price").asText("-1")));
            Price price =
                    book.price(ModelUse.of(provider, row.path("model").asText()), parts(row.path("usage")), AUGUST);
            outcome.add(row.path("test").asText(), nano(usd), price, row);
        }
        System.out.println("tier cases: " + outcome.exact + " exact, " + outcome.listed.size() + " listed");
        outcome.check();
        assertEquals(26, outcome.exact + outcome.listed.size());
    }

    private static final class Outcome {
        private final Map<String, Listed> expected;
        private final Set<String> listed = new HashSet<>();
        private final List<String> wrong = new ArrayList<>();
        private int exact;

        Outcome(Map<String, Listed> expected) {
            this.expected = expected;
        }

        void add(String id, long nanoUsd, Price price, JsonNode row) {
            Long actual = price instanceof Price.Priced priced ? priced.nanoUsd() : null;
            Listed exception = expected.get(id);
            if (exception != null && !Long.valueOf(nanoUsd).equals(actual)) {
                listed.add(id);
                if (exception.nanoUsd() == null
                        ? actual != null
                        : !exception.nanoUsd().equals(actual)) {
                    wrong.add(id + ": expected " + exception.nanoUsd() + " (" + exception.reason() + "), was " + price);
                }
            } else if (exception == null && Long.valueOf(nanoUsd).equals(actual)) {
                exact++;
            } else {
                wrong.add(id + ": expected " + nanoUsd + " nano-USD, was " + price + " for " + row.path("model") + " "
                        + row.path("usage"));
            }
        }

        void check() {
            assertEquals(List.of(), wrong);
            assertEquals(expected.keySet(), listed, "every listed row is there");
        }
    }

    static long nano(BigDecimal usd) {
        return usd.movePointRight(9).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    }

    /** The parts of a usage object, by way of an event. */
    static TokenParts.Parts parts(JsonNode usage) {
        TokenParts parts = TokenParts.of(Calls.of(Fixture.call()
                .setInputTokens(usage.path("input_tokens").asLong())
                .setOutputTokens(usage.path("output_tokens").asLong())
                .setCacheReadInputTokens(usage.path("cache_read_tokens").asLong())
                .setCacheWriteInputTokens(usage.path("cache_write_tokens").asLong())
                .setCacheWrite1hInputTokens(usage.path("cache_write_1h_tokens").asLong())
                .setReasoningOutputTokens(usage.path("output_reasoning_tokens").asLong())
                .setAudioInputTokens(usage.path("input_audio_tokens").asLong())
                .setAudioOutputTokens(usage.path("output_audio_tokens").asLong())));
        return (TokenParts.Parts) parts;
    }
}
