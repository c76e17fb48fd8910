package dev.weir.topology.price;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.weir.topology.Fixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What LiteLLM's entries say beside plain rates. */
class LiteLlmPricesTest {

    private static final long THURSDAY = Fixture.micros("2026-08-27T12:00:00Z");

    private static PublishedBook read(String... entries) throws IOException {
        String json = "{" + String.join(",", entries).replace('\'', '"') + "}";
        return PriceBooks.fromLiteLlm(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "l");
    }

    private static Price.Priced priced(
            PublishedBook table, @Nullable String tier, @Nullable String region, TokenParts.Parts parts, long at) {
        ModelUse use = new ModelUse(null, null, "m", tier, region);
        return assertInstanceOf(Price.Priced.class, table.book().price(use, parts, at), use::toString);
    }

    private static long cost(PublishedBook table, @Nullable String region, TokenParts.Parts parts) {
        return priced(table, null, region, parts, THURSDAY).nanoUsd();
    }

    @Test
    void offPeakRates_replaceTheOthersInTheirHours() throws IOException {
        PublishedBook table = read("'m': {'litellm_provider': 'x', 'input_cost_per_token': 4e-06,"
                + " 'output_cost_per_token': 8e-06, 'input_cost_per_token_above_1k_tokens': 6e-06,"
                + " 'off_peak_pricing': {'input_cost_per_token': 2e-06, 'weekday_timezone': 'Asia/Shanghai', 'windows': ["
                + "{'hours_utc': ['00:00-01:00', '10:00-00:00'], 'weekdays': [1, 2, 3, 4, 'fri']},"
                + "{'hours_utc': '00:00-00:00', 'weekdays': ['Sat', 'sunday']}]}}");
        long peak = Fixture.micros("2026-08-27T09:59:59Z");

        Price.Priced cheap = priced(table, null, null, Fixture.tokens(1, 1), THURSDAY);
        assertEquals(2_000 + 8_000, cheap.nanoUsd());
        assertEquals("l:m#off-peak", cheap.priceId());
        assertEquals(
                12_000, priced(table, null, null, Fixture.tokens(1, 1), peak).nanoUsd());
        assertEquals(
                2_000 * 1_001,
                priced(table, null, null, Fixture.tokens(1_001, 0), THURSDAY).nanoUsd());
        assertEquals(
                1_000,
                priced(table, "batch", null, Fixture.tokens(1, 0), THURSDAY).nanoUsd());
    }

    @Test
    void pricingPeriods_endWhereTheySay() throws IOException {
        PublishedBook table = read("'m': {'litellm_provider': 'x', 'input_cost_per_token': 3e-06,"
                + " 'output_cost_per_token': 9e-06, 'pricing_periods': ["
                + "{'effective_until': '2026-09-01T00:00:00+08:00', 'input_cost_per_token': 2e-06},"
                + "{'effective_until': '2026-08-01T00:00:00Z', 'input_cost_per_token': 1e-06}]}");
        long first = Fixture.micros("2026-08-01T00:00:00Z");
        long second = Fixture.micros("2026-08-31T16:00:00Z");

        assertEquals(
                1_000,
                priced(table, null, null, Fixture.tokens(1, 0), first - 1).nanoUsd());
        assertEquals(
                2_000, priced(table, null, null, Fixture.tokens(1, 0), first).nanoUsd());
        assertEquals(
                2_000,
                priced(table, null, null, Fixture.tokens(1, 0), second - 1).nanoUsd());
        Price.Priced last = priced(table, null, null, Fixture.tokens(1, 1), second);
        assertEquals(12_000, last.nanoUsd());
        assertEquals("l:m@2026-08-31T16:00:00Z", last.priceId());
    }

    @Test
    void regions_multiplyEverything() throws IOException {
        PublishedBook open = read("'m': {'litellm_provider': 'openai', 'input_cost_per_token': 2.5e-06,"
                + " 'output_cost_per_token': 1.5e-05, 'regional_processing_uplift_multiplier_eu': 1.1}");
        PublishedBook geo = read("'m': {'litellm_provider': 'anthropic', 'input_cost_per_token': 2e-06,"
                + " 'provider_specific_entry': {'us': 1.1, 'fast': 6.0, 'bedrock_invocation_schema': 'x'}}");
        PublishedBook vertex = read("'m': {'litellm_provider': 'vertex_ai', 'input_cost_per_token': 2e-06,"
                + " 'regional_endpoint_uplift_multiplier': 1.1}");

        assertEquals(17_500, cost(open, null, Fixture.tokens(1, 1)));
        assertEquals(19_250, cost(open, "eu", Fixture.tokens(1, 1)));
        assertEquals(19_250, cost(open, "europe-west1", Fixture.tokens(1, 1)));
        assertEquals(17_500, cost(open, "us", Fixture.tokens(1, 1)));
        assertEquals(2_200, cost(geo, "us-east-1", Fixture.tokens(1, 0)));
        assertEquals(2_000, cost(geo, "not_available", Fixture.tokens(1, 0)));
        assertEquals(2_000, cost(vertex, "global", Fixture.tokens(1, 0)));
        Price.Priced anywhere = priced(vertex, null, "asia-east1", Fixture.tokens(1, 0), THURSDAY);
        assertEquals(2_200, anywhere.nanoUsd());
        assertEquals("any", anywhere.region());
    }

    @Test
    void fastTier_isAMultipleOrElsePriority() throws IOException {
        PublishedBook multiple = read("'m': {'litellm_provider': 'anthropic', 'input_cost_per_token': 5e-06,"
                + " 'input_cost_per_token_priority': 9e-06, 'provider_specific_entry': {'fast': 6.0, 'us': 1.1}}");
        PublishedBook priority = read("'m': {'litellm_provider': 'openai', 'input_cost_per_token': 5e-06,"
                + " 'input_cost_per_token_priority': 9e-06}");

        Price.Priced fast = priced(multiple, "fast", "us", Fixture.tokens(1, 0), THURSDAY);
        assertEquals(33_000, fast.nanoUsd());
        assertEquals(ServiceTier.FAST, fast.serviceTier());
        assertEquals(
                9_000,
                priced(multiple, "priority", null, Fixture.tokens(1, 0), THURSDAY)
                        .nanoUsd());
        Price.Priced dear = priced(priority, "fast", null, Fixture.tokens(1, 0), THURSDAY);
        assertEquals(9_000, dear.nanoUsd());
        assertEquals(ServiceTier.PRIORITY, dear.serviceTier());
    }

    @Test
    void oneHourWrites_haveTheirOwnRateAboveAThreshold() throws IOException {
        PublishedBook table = read("'m': {'litellm_provider': 'anthropic', 'input_cost_per_token': 3e-06,"
                + " 'cache_creation_input_token_cost': 3.75e-06, 'cache_creation_input_token_cost_above_1hr': 6e-06,"
                + " 'cache_creation_input_token_cost_above_200k_tokens': 7.5e-06,"
                + " 'cache_creation_input_token_cost_above_1hr_above_200k_tokens': 1.2e-05,"
                + " 'input_cost_per_token_above_200k_tokens': 6e-06}");

        assertEquals(3_000 + 3_750 + 6_000, cost(table, null, new TokenParts.Parts(1, 0, 1, 1, 0, 0, 0, 0)));
        assertEquals(
                200_000L * 6_000 + 7_500 + 12_000,
                cost(table, null, new TokenParts.Parts(200_000, 0, 1, 1, 0, 0, 0, 0)));
    }

    @Test
    void thresholds_areStrictButForXai() throws IOException {
        String fields = "'input_cost_per_token': 3e-06, 'input_cost_per_token_above_128k_tokens': 6e-06}";
        PublishedBook strict = read("'m': {'litellm_provider': 'openai', " + fields);
        PublishedBook xai = read("'m': {'litellm_provider': 'xai', " + fields);

        assertEquals(128_000L * 3_000, cost(strict, null, Fixture.tokens(128_000, 0)));
        assertEquals(128_001L * 6_000, cost(strict, null, Fixture.tokens(128_001, 0)));
        assertEquals(127_999L * 3_000, cost(xai, null, Fixture.tokens(127_999, 0)));
        assertEquals(128_000L * 6_000, cost(xai, null, Fixture.tokens(128_000, 0)));
    }

    @Test
    void callsThatCostAsSuch_areCharged() throws IOException {
        PublishedBook table =
                read("'m': {'litellm_provider': 'x', 'input_cost_per_token': 1e-06, 'input_cost_per_request': 0.005}");

        assertEquals(5_000_000 + 1_000, cost(table, null, Fixture.tokens(1, 0)));
    }

    @Test
    void whatIsNotRead_isNamedAndWhatIsNotUnderstoodLeftOut() throws IOException {
        PublishedBook table = read(
                "'m': {'litellm_provider': 'x', 'input_cost_per_token': 1e-06, 'output_cost_per_image': 0.1,"
                        + " 'search_context_cost_per_query': {'search_context_size_low': 0.01}}",
                "'odd': {'litellm_provider': 'x', 'input_cost_per_token': 1e-06,"
                        + " 'off_peak_pricing': {'hours_utc': 'at night', 'input_cost_per_token': 1e-07}}");

        assertEquals(Map.of("output_cost_per_image", 1, "search_context_cost_per_query", 1), table.unread());
        assertEquals(Map.of("hours or dates are not understood", 1), table.skippedByReason());
    }
}
