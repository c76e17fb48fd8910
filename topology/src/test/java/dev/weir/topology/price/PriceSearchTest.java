package dev.weir.topology.price;

import static dev.weir.topology.price.PricedCalls.NOON;
import static dev.weir.topology.price.PricedCalls.model;
import static dev.weir.topology.price.PricedCalls.priced;
import static dev.weir.topology.price.PricedCalls.unpriced;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.topology.Fixture;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Which price a model is found under: by its names, its hosts and the lists that have it. */
class PriceSearchTest {

    @Test
    void unknownModel_isUnpricedNeverZero() {
        PriceBook book = PriceBooks.bundled();

        assertEquals(Price.Reason.UNKNOWN_MODEL, unpriced(book, model("gpt-99-imaginary"), Fixture.tokens(1, 1)));
        assertEquals(
                Price.Reason.NO_MODEL,
                unpriced(book, new ModelUse("openai", null, " ", null, null), Fixture.tokens(1, 1)));
        assertEquals(Price.Reason.UNKNOWN_MODEL, unpriced(PriceBook.empty(), model("gpt-4o"), Fixture.tokens(1, 1)));
    }

    @Test
    void names_resolveExactlyThenByAliasThenStripped() {
        PriceBook book = PriceBooks.bundled();
        TokenParts.Parts parts = Fixture.tokens(1_000, 1_000);

        assertMatch(PriceMatch.EXACT, "weir:openai/gpt-4o", priced(book, model("GPT-4o"), parts, NOON));
        assertMatch(PriceMatch.ALIAS, "weir:openai/gpt-4o", priced(book, model("gpt-4o-2024-08-06"), parts, NOON));
        assertMatch(
                PriceMatch.EXACT,
                "weir:openai/gpt-4o-2024-05-13",
                priced(book, model("gpt-4o-2024-05-13"), parts, NOON));
        assertMatch(PriceMatch.STRIPPED, "weir:openai/gpt-4o", priced(book, model("gpt-4o-2027-01-31"), parts, NOON));
        assertMatch(
                PriceMatch.STRIPPED, "weir:openai/gpt-4o", priced(book, model("router/openai/gpt-4o"), parts, NOON));
        assertMatch(
                PriceMatch.STRIPPED,
                "weir:google/gemini-2.5-pro",
                priced(book, ModelUse.of("gcp.vertex_ai", "publishers/google/models/gemini-2.5-pro-001"), parts, NOON));
        assertMatch(
                PriceMatch.STRIPPED,
                "weir:anthropic/claude-opus-4-1",
                priced(book, model("us.anthropic.claude-opus-4-1-20250805-v1:0"), parts, NOON));
        assertMatch(
                PriceMatch.ALIAS,
                "weir:bedrock/us.anthropic.claude-opus-5",
                priced(book, ModelUse.of("aws.bedrock", "eu.anthropic.claude-opus-5"), parts, NOON));
    }

    private static void assertMatch(PriceMatch match, String priceId, Price.Priced price) {
        assertEquals(priceId, price.priceId());
        assertEquals(match, price.match());
    }

    @Test
    void modelThatAnswered_winsOverTheOneAskedFor() {
        PriceBook book = PriceBooks.bundled();
        ModelUse routed = new ModelUse(null, "claude-3-haiku-20240307", "gpt-4o", null, null);
        ModelUse renamed = new ModelUse("openai", "my-deployment", "gpt-4o", null, null);

        assertEquals(1_500, priced(book, routed, Fixture.tokens(1, 1), NOON).nanoUsd());
        assertEquals(12_500, priced(book, renamed, Fixture.tokens(1, 1), NOON).nanoUsd());
    }

    @Test
    void nameThatLedToThePrice_isTold() {
        PriceBook book = PriceBooks.bundled();
        ModelUse both = new ModelUse("openai", "gpt-4o-mini", "gpt-4o", null, null);
        ModelUse renamed = new ModelUse("openai", "my-deployment", "gpt-4o", null, null);

        assertEquals(
                ModelSource.RESPONSE,
                priced(book, both, Fixture.tokens(1, 1), NOON).source());
        assertEquals(
                ModelSource.REQUEST,
                priced(book, renamed, Fixture.tokens(1, 1), NOON).source());
    }

    @Test
    void listWithoutARate_givesWayToTheNextThatNamesTheModel() throws IOException {
        PriceBook book =
                Fixture.book("claude-opus-5: {input: 1, cache_write: 1}").orElse(PriceBooks.bundled());
        TokenParts.Parts hour = new TokenParts.Parts(0, 0, 0, 1, 0, 0, 0, 0);

        assertEquals(
                "test:acme/claude-opus-5",
                priced(book, model("claude-opus-5"), Fixture.tokens(1, 0), NOON).priceId());
        Price.Priced other = priced(book, model("claude-opus-5"), hour, NOON);
        assertEquals("weir:anthropic/claude-opus-5", other.priceId());
        assertEquals(10_000, other.nanoUsd());
    }

    @Test
    void hostsOfOneModel_sellAtTheirOwnPrices() {
        PriceBook book = PriceBooks.bundled();
        TokenParts.Parts parts = Fixture.tokens(1_000_000, 0);

        assertEquals(
                150_000_000,
                priced(book, ModelUse.of("groq", "openai/gpt-oss-120b"), parts, NOON)
                        .nanoUsd());
        assertEquals(
                350_000_000,
                priced(book, ModelUse.of("cerebras", "gpt-oss-120b"), parts, NOON)
                        .nanoUsd());
        assertEquals(
                350_000_000,
                priced(book, model("cerebras/gpt-oss-120b"), parts, NOON).nanoUsd());
        assertEquals(
                150_000_000,
                priced(book, ModelUse.of("openai", "groq/openai/gpt-oss-120b"), parts, NOON)
                        .nanoUsd());
        assertEquals(Price.Reason.AMBIGUOUS_PROVIDER, unpriced(book, model("gpt-oss-120b"), parts));
        assertEquals(Price.Reason.AMBIGUOUS_PROVIDER, unpriced(book, ModelUse.of("groq", "gpt-4o"), parts));
        assertEquals(
                2_500_000_000L,
                priced(book, ModelUse.of("our-gateway", "gpt-4o"), parts, NOON).nanoUsd());
    }

    @Test
    void ownBook_winsAndTheOtherFillsTheGaps() throws IOException {
        PriceBook book = Fixture.book("gpt-4o: {input: 1, output: 1}").orElse(PriceBooks.bundled());

        assertEquals(
                1_000, priced(book, model("gpt-4o"), Fixture.tokens(1, 0), NOON).nanoUsd());
        assertEquals(
                150,
                priced(book, model("gpt-4o-mini"), Fixture.tokens(1, 0), NOON).nanoUsd());
        assertEquals(
                5_000,
                priced(book, model("gpt-4o-2024-05-13"), Fixture.tokens(1, 0), NOON)
                        .nanoUsd(),
                "a name our book has exactly is not guessed from the user's");
    }
}
