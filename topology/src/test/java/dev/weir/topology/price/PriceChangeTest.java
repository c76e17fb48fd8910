package dev.weir.topology.price;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.topology.Fixture;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceChangeTest {

    @Test
    void addedRemovedAndChangedModels_areNamedWithTheirRates() throws IOException {
        PriceBook old = Fixture.book("same: {input: 1}", "gone: {input: 2}", "dearer: {input: 3, output: 9}");
        PriceBook updated = Fixture.book(
                "same: {input: 1.0}",
                "fresh: {input: 4}",
                "dearer: {input: 3.5, output: 9, above_1000: {input: 7, output: 9}}");

        assertEquals(
                List.of(
                        new PriceChange(
                                PriceChange.Kind.CHANGED,
                                "acme/dearer",
                                List.of("input 3 -> 3.5", "input above 1000 none -> 7", "output above 1000 none -> 9")),
                        new PriceChange(PriceChange.Kind.ADDED, "acme/fresh", List.of("input 4")),
                        new PriceChange(PriceChange.Kind.REMOVED, "acme/gone", List.of("input 2"))),
                PriceChange.between(old, updated));
        assertEquals(List.of(), PriceChange.between(updated, updated));
    }
}
