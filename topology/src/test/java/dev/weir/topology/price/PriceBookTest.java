package dev.weir.topology.price;

import static dev.weir.topology.price.PricedCalls.NOON;
import static dev.weir.topology.price.PricedCalls.model;
import static dev.weir.topology.price.PricedCalls.priced;
import static dev.weir.topology.price.PricedCalls.unpriced;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.topology.Fixture;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PriceBookTest {

    @Test
    void contextTier_appliesToAllTokensStrictlyAboveTheThreshold() throws IOException {
        PriceBook book = Fixture.book("m: {input: 3, output: 15, above_200000: {input: 6, output: 22.5}}");

        assertEquals(
                600_000_000,
                priced(book, model("m"), Fixture.tokens(200_000, 0), NOON).nanoUsd());
        Price.Priced above = priced(book, model("m"), Fixture.tokens(200_001, 10), NOON);
        assertEquals(1_200_006_000L + 225_000, above.nanoUsd());
        assertEquals(200_000, above.contextAbove());
    }

    @Test
    void contextTier_countsCachedTokens() throws IOException {
        PriceBook book = Fixture.book("m: {input: 1, cache_read: 0.1, above_1000: {input: 2, cache_read: 0.2}}");

        assertEquals(
                1_000 * 2 + 200, // nano-USD per token: 2,000 for one uncached, 200 for each cached
                priced(book, model("m"), new TokenParts.Parts(1, 1, 0, 0, 0, 0, 0, 0), NOON)
                                .nanoUsd()
                        * 2);
        assertEquals(
                2_000 + 200 * 1_000,
                priced(book, model("m"), new TokenParts.Parts(1, 1_000, 0, 0, 0, 0, 0, 0), NOON)
                        .nanoUsd());
    }

    @Test
    void everyPart_hasItsOwnRate() throws IOException {
        PriceBook book = Fixture.book("m: {input: 1, output: 2, cache_read: 3, cache_write: 4, cache_write_1h: 5,"
                + " reasoning: 6, audio_input: 7, audio_output: 8}");
        TokenParts.Parts parts = new TokenParts.Parts(1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000);

        assertEquals(
                1_000L * (1 + 30 + 400 + 5_000 + 70_000 + 200_000 + 6_000_000 + 80_000_000),
                priced(book, model("m"), parts, NOON).nanoUsd());
    }

    @Test
    void missingRates_areChargedAsDocumented() throws IOException {
        PriceBook book = Fixture.book("m: {input: 1, output: 2}", "w: {input: 1, output: 2, cache_write: 1.25}");

        assertEquals(
                3_000 + 3 * 2_000,
                priced(book, model("m"), new TokenParts.Parts(0, 1, 1, 0, 1, 1, 1, 1), NOON)
                        .nanoUsd());
        assertEquals(
                1_000,
                priced(book, model("m"), new TokenParts.Parts(0, 0, 0, 1, 0, 0, 0, 0), NOON)
                        .nanoUsd());
        assertEquals(
                Price.Reason.MISSING_RATE, unpriced(book, model("w"), new TokenParts.Parts(0, 0, 0, 1, 0, 0, 0, 0)));
    }

    @Test
    void modelWithoutOutputPrice_isUnpricedOnlyForCallsWithOutput() throws IOException {
        PriceBook book = Fixture.book("embed: {input: 0.02}");

        assertEquals(
                20, priced(book, model("embed"), Fixture.tokens(1, 0), NOON).nanoUsd());
        assertEquals(Price.Reason.MISSING_RATE, unpriced(book, model("embed"), Fixture.tokens(1, 1)));
    }

    @Test
    void priceChange_holdsFromMidnightUtcByEventTime() throws IOException {
        PriceBook book = Fixture.book("m: [{until: 2026-09-01, input: 2}, {from: 2026-09-01, input: 3}]");
        long midnight = Fixture.micros("2026-09-01T00:00:00Z");

        assertEquals(
                2_000,
                priced(book, model("m"), Fixture.tokens(1, 0), midnight - 1).nanoUsd());
        Price.Priced after = priced(book, model("m"), Fixture.tokens(1, 0), midnight);
        assertEquals(3_000, after.nanoUsd());
        assertEquals("test:acme/m@2026-09-01", after.priceId());
        long late = Fixture.micros("2026-08-31T23:59:59.999999Z");
        assertEquals(
                2_000,
                priced(book, model("m"), Fixture.tokens(1, 0), late).nanoUsd(),
                "a late event is priced as of its own time");
    }

    @Test
    void timeWithoutAPrice_isUnpriced() throws IOException {
        PriceBook book = Fixture.book("m: {from: 2026-09-01, input: 3}");

        assertEquals(Price.Reason.NO_PRICE_AT_TIME, unpriced(book, model("m"), Fixture.tokens(1, 0)));
    }

    @Test
    void batch_isHalfWhereTheListSaysNothing() throws IOException {
        PriceBook book =
                Fixture.book("half: {input: 3, output: 15, cache_read: 0.3}", "own: {input: 3, batch: {input: 2}}");
        ModelUse half = new ModelUse(null, null, "half", "batch", null);
        ModelUse own = new ModelUse(null, null, "own", "batch", null);

        Price.Priced price = priced(book, half, new TokenParts.Parts(10, 10, 0, 0, 0, 10, 0, 0), NOON);
        assertEquals(15_000 + 1_500 + 75_000, price.nanoUsd());
        assertEquals(ServiceTier.BATCH, price.serviceTier());
        assertEquals(2_000, priced(book, own, Fixture.tokens(1, 0), NOON).nanoUsd());
    }

    @Test
    void serviceTier_fallsBackToStandardAndSaysSo() throws IOException {
        PriceBook book = Fixture.book("m: {input: 2, output: 8, priority: {input: 4}}");

        Price.Priced priority =
                priced(book, new ModelUse(null, null, "m", "priority", null), Fixture.tokens(1, 1), NOON);
        assertEquals(4_000 + 8_000, priority.nanoUsd());
        assertEquals(ServiceTier.PRIORITY, priority.serviceTier());
        Price.Priced flex = priced(book, new ModelUse(null, null, "m", "flex", null), Fixture.tokens(1, 0), NOON);
        assertEquals(2_000, flex.nanoUsd());
        assertEquals(ServiceTier.STANDARD, flex.serviceTier());
        assertEquals(
                Price.Reason.UNKNOWN_SERVICE_TIER,
                unpriced(book, new ModelUse(null, null, "m", "scale", null), Fixture.tokens(1, 0)));
    }

    @Test
    void costs_areRoundedHalfEvenOncePerCall() throws IOException {
        PriceBook book = Fixture.book("m: {input: 0.0005, output: 0.0005}"); // half a nano-USD a token

        assertEquals(0, priced(book, model("m"), Fixture.tokens(1, 0), NOON).nanoUsd());
        assertEquals(1, priced(book, model("m"), Fixture.tokens(1, 1), NOON).nanoUsd());
        assertEquals(2, priced(book, model("m"), Fixture.tokens(3, 0), NOON).nanoUsd());
        assertEquals(2, priced(book, model("m"), Fixture.tokens(5, 0), NOON).nanoUsd());
    }

    @Test
    void absurdTokenCounts_areUnpricedAndDoNotWrap() throws IOException {
        PriceBook book = Fixture.book("m: {input: 10}");

        assertEquals(
                9_000_000_000_000L,
                priced(book, model("m"), Fixture.tokens(900_000_000, 0), NOON).nanoUsd());
        assertEquals(Price.Reason.TOO_LARGE, unpriced(book, model("m"), Fixture.tokens(Long.MAX_VALUE, 0)));
    }

    @Test
    void bookThatIsReplaced_pricesWhatComesAfter() throws IOException {
        CurrentPrices prices = new CurrentPrices(Fixture.book("m: {input: 1}"));
        Price before = prices.price(model("m"), Fixture.tokens(1, 0), NOON);
        prices.replaceBy(Fixture.book("m: {input: 2}"));

        assertEquals(1_000, assertInstanceOf(Price.Priced.class, before).nanoUsd());
        assertEquals(
                2_000,
                assertInstanceOf(Price.Priced.class, prices.price(model("m"), Fixture.tokens(1, 0), NOON))
                        .nanoUsd());
    }

    @Test
    void bundledBook_isSound() {
        PriceBook book = PriceBooks.bundled();

        assertTrue(book.size() >= 100, "models: " + book.size());
        assertNotNull(priced(book, model("gpt-3.5-turbo"), Fixture.tokens(1, 1), NOON));
        assertEquals(
                12_500,
                priced(book, model("gpt-4o"), Fixture.tokens(1, 1), 0).nanoUsd(),
                "gpt-4o has one price at all times");
    }
}
