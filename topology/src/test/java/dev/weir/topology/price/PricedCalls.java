package dev.weir.topology.price;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.weir.topology.Fixture;

/** Prices as tests ask for them. */
final class PricedCalls {

    static final long NOON = Fixture.micros("2026-08-01T12:00:00Z");

    private PricedCalls() {}

    static Price.Priced priced(PriceBook book, ModelUse use, TokenParts.Parts parts, long at) {
        return assertInstanceOf(Price.Priced.class, book.price(use, parts, at), use::toString);
    }

    static Price.Reason unpriced(PriceBook book, ModelUse use, TokenParts.Parts parts) {
        return assertInstanceOf(Price.Unpriced.class, book.price(use, parts, NOON), use::toString)
                .reason();
    }

    static ModelUse model(String name) {
        return ModelUse.of(null, name);
    }
}
