package dev.weir.topology.enrich;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.schemas.avro.TraceEvent;
import dev.weir.topology.Calls;
import dev.weir.topology.Fixture;
import dev.weir.topology.price.ModelSource;
import dev.weir.topology.price.Price;
import dev.weir.topology.price.PriceBook;
import dev.weir.topology.price.PriceBooks;
import dev.weir.topology.price.PriceMatch;
import dev.weir.topology.price.ServiceTier;
import dev.weir.topology.price.TokenParts;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallEnricherTest {

    private static final long NOON = Fixture.micros("2026-08-01T12:00:00Z");
    private final CallEnricher enricher = new CallEnricher(PriceBooks.bundled(), EnrichConfig.DEFAULT);

    private Enrichment enrich(TraceEvent event) {
        return assertInstanceOf(Enrichment.class, enricher.enrich(Calls.of(event), NOON));
    }

    @Test
    void soundCall_isPricedAndHealthy() {
        TraceEvent event = Fixture.call()
                .setProvider("openai")
                .setResponseModel("gpt-4o-2024-08-06")
                .setInputTokens(1_000L)
                .setOutputTokens(100L)
                .setCacheReadInputTokens(400L)
                .setFinishReason("stop")
                .setOutputText("Here you are.")
                .build();

        assertEquals(
                new Enrichment(
                        new TokenParts.Parts(600, 400, 0, 0, 0, 100, 0, 0),
                        new Price.Priced(
                                1_500_000 + 500_000 + 1_000_000,
                                "weir:openai/gpt-4o",
                                PriceMatch.ALIAS,
                                ModelSource.RESPONSE,
                                ServiceTier.STANDARD,
                                0,
                                null),
                        ErrorReason.NONE,
                        null,
                        "stop",
                        List.of()),
                enrich(event));
    }

    @Test
    void rateLimitedCall_isAHardErrorWithUnknownCost() {
        Enrichment enrichment = enrich(Fixture.call().setHttpStatus(429).build());

        assertEquals(ErrorClass.HARD, enrichment.errorClass());
        assertEquals(new Price.Unpriced(Price.Reason.UNMEASURED), enrichment.price());
        assertEquals("unknown", enrichment.finishReason());
    }

    @Test
    void blockedCall_isCountedAsRefusalOnly() {
        Enrichment enrichment = enrich(
                Fixture.call().setHttpStatus(400).setErrorType("content_filter").build());

        assertEquals(RefusalSource.ERROR_CODE, enrichment.refusal());
        assertEquals(ErrorClass.NONE, enrichment.errorClass());
    }

    @Test
    void contradictingCounts_areRejectedWithTheCounts() {
        TraceEvent event =
                Fixture.call().setInputTokens(1L).setOutputTokens(-2L).build();

        assertEquals(
                new TokenContradiction("output_tokens", "output_tokens = -2: expected 0 or more"),
                enricher.enrich(Calls.of(event), NOON));
    }

    @Test
    void lateEvent_isPricedAsOfItsOwnTime() {
        TraceEvent event = Fixture.call()
                .setRequestModel("claude-sonnet-5")
                .setInputTokens(1L)
                .setOutputTokens(0L)
                .build();
        long change = Fixture.micros("2026-09-01T00:00:00Z");

        assertEquals(2_000, cost(enricher.enrich(Calls.of(event), change - 1)));
        assertEquals(3_000, cost(enricher.enrich(Calls.of(event), change)));
        assertEquals(
                2_000, cost(enricher.enrich(Calls.of(event), change - 1)), "nothing is remembered of the later call");
    }

    private static long cost(EnrichOutcome outcome) {
        Price price = assertInstanceOf(Enrichment.class, outcome).price();
        return assertInstanceOf(Price.Priced.class, price).nanoUsd();
    }

    @Test
    void problemsOfTheConfiguration_areNotStartedWith() {
        EnrichConfig broken = new EnrichConfig(true, List.of("["), SafetyConfig.DEFAULT);

        assertThrows(IllegalArgumentException.class, () -> new CallEnricher(PriceBook.empty(), broken));
    }
}
