package dev.weir.topology.price;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.weir.topology.Fixture;
import dev.weir.topology.price.PriceExplanation.Arithmetic;
import dev.weir.topology.price.PriceExplanation.Candidate;
import dev.weir.topology.price.PriceExplanation.Part;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PriceExplanationTest {

    private static final long NOON = Fixture.micros("2026-08-01T12:00:00Z");

    @Test
    void everyProductAndTheirSum_areGiven() throws IOException {
        PriceBook book = Fixture.book(
                "m: {input: 3, output: 15, cache_read: 0.3, uplift: {eu: 1.1}, above_1000: {input: 6}, aliases: [n]}");
        PriceExplanation explained = book.explain(
                new ModelUse("acme", "n", "other", null, "eu"), new TokenParts.Parts(1_000, 7, 0, 0, 0, 5, 2, 0), NOON);

        assertEquals(
                List.of(new Candidate("test", "m", PriceMatch.ALIAS, ModelSource.RESPONSE, "test:acme/m", null)),
                explained.candidates());
        assertEquals(
                new Arithmetic(
                        1_007,
                        new BigDecimal("1.1"),
                        List.of(
                                part("input", 1_000, "input", "0.0000066", "0.0066"),
                                part("output", 5, "output", "0.0000165", "0.0000825"),
                                part("cache_read", 7, "cache_read", "0.00000033", "0.00000231"),
                                part("reasoning", 2, "output", "0.0000165", "0.000033")),
                        new BigDecimal("0.00671781")),
                explained.arithmetic());
    }

    private static Part part(String kind, long units, String as, String each, String usd) {
        return new Part(kind, units, as, new BigDecimal(each), new BigDecimal(usd));
    }

    @Test
    void unknownModel_hasNoArithmetic() {
        PriceExplanation explained =
                PriceBooks.bundled().explain(ModelUse.of(null, "gpt-none"), Fixture.tokens(1, 1), NOON);

        assertEquals(List.of(), explained.candidates());
        assertNull(explained.arithmetic());
        assertEquals(new Price.Unpriced(Price.Reason.UNKNOWN_MODEL), explained.price());
    }

    @Test
    void sumOfTheProducts_isThePriceForEveryModelOfOurBook() {
        long seed = 20_260_801;
        Random random = new Random(seed);
        PriceBook book = PriceBooks.bundled();
        List<String> tiers = List.of("standard", "batch", "flex", "priority", "fast");
        for (PriceEntry entry : book.entries()) {
            ModelUse use = new ModelUse(
                    entry.providers().iterator().next(),
                    entry.model(),
                    null,
                    tiers.get(random.nextInt(tiers.size())),
                    null);
            TokenParts.Parts parts =
                    new TokenParts.Parts(random.nextInt(400_000), random.nextInt(9), random.nextInt(9), 0, 0, 0, 0, 0);
            PriceExplanation explained = book.explain(use, parts, NOON);
            Arithmetic arithmetic = Objects.requireNonNull(explained.arithmetic(), () -> "seed " + seed + " " + use);
            BigDecimal sum = arithmetic.parts().stream().map(Part::usd).reduce(BigDecimal.ZERO, BigDecimal::add);

            assertEquals(0, arithmetic.usd().compareTo(sum), () -> "seed " + seed + " " + explained);
            assertEquals(
                    CostCasesTest.nano(sum),
                    ((Price.Priced) explained.price()).nanoUsd(),
                    () -> "seed " + seed + " " + explained);
        }
    }
}
