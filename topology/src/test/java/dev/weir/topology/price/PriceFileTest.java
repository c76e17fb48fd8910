package dev.weir.topology.price;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.topology.Fixture;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PriceFileTest {

    @Test
    void brokenFile_namesEveryProblemAtOnce() {
        String yaml = Fixture.yaml(
                "a: {input: cheap, output: -1}",
                "b: {inptu: 3}",
                "c: {input: 0.0000000001}",
                "d: [{until: 2026-02-01, input: 1}, {from: 2026-01-01, input: 2}]",
                "e: {input: 1, from: yesterday, above_x: {input: 2}}",
                "f: {input: 1, aliases: [a]}");

        List<String> problems = assertThrows(
                        InvalidPriceBookException.class, () -> PriceBooks.fromYaml(new StringReader(yaml), "mine.yaml"))
                .problems();

        String all = String.join("\n", problems);
        for (String expected : List.of(
                "acme/a.input = cheap: expected USD per million tokens",
                "acme/a.output = -1: expected",
                "acme/b.inptu: unknown key",
                "acme/b.input = absent: expected",
                "acme/c.input = 1E-10: expected",
                "acme/d: expected periods that do not overlap",
                "acme/e.from = yesterday: expected a date",
                "acme/e.above_x: expected above_",
                "acme/a: expected one model, found it under a and f")) {
            assertTrue(all.contains(expected), () -> "expected \"" + expected + "\" in\n" + all);
        }
    }

    @Test
    void malformedYaml_namesTheLine() {
        String twice = Fixture.yaml("a: {input: 1}", "a: {input: 2}");

        String message = assertThrows(
                        InvalidPriceBookException.class,
                        () -> PriceBooks.fromYaml(new StringReader(twice), "mine.yaml"))
                .getMessage();
        assertTrue(String.valueOf(message).contains("line 7"), message);
        assertThrows(
                InvalidPriceBookException.class, () -> PriceBooks.fromYaml(new StringReader("nothing"), "mine.yaml"));
    }

    @Test
    void offPeakUpliftFastAndCalls_areCharged() throws IOException {
        PriceBook book = Fixture.book(
                "m: {input: 4, output: 8, per_call: 0.005, fast: {input: 24, output: 48},"
                        + " uplift: {eu: 1.1}, off_peak: {hours: [\"mon-fri 16:30-00:30\", \"sat,sun 00:00-00:00\"], input: 2}}");
        long saturday = Fixture.micros("2026-08-29T12:00:00Z");
        long friday = Fixture.micros("2026-08-28T12:00:00Z");

        assertEquals(5_000_000 + 4_000 + 8_000, cost(book, null, null, friday));
        assertEquals(5_000_000 + 2_000 + 8_000, cost(book, null, null, saturday));
        assertEquals(5_500_000 + 4_400 + 8_800, cost(book, null, "eu", friday));
        assertEquals(5_000_000 + 24_000 + 48_000, cost(book, "fast", null, friday));
    }

    private static long cost(PriceBook book, @Nullable String tier, @Nullable String region, long at) {
        ModelUse use = new ModelUse(null, null, "m", tier, region);
        return assertInstanceOf(Price.Priced.class, book.price(use, Fixture.tokens(1, 1), at))
                .nanoUsd();
    }

    @Test
    void timesAreTakenToTheSecond() throws IOException {
        PriceBook book = Fixture.book(
                "m: [{until: \"2026-08-16T16:00:00Z\", input: 1}, {from: \"2026-08-16T16:00:00Z\", input: 2}]");
        long change = Fixture.micros("2026-08-16T16:00:00Z");

        assertEquals(
                new Price.Priced(
                        1_000, "test:acme/m", PriceMatch.EXACT, ModelSource.REQUEST, ServiceTier.STANDARD, 0, null),
                book.price(ModelUse.of(null, "m"), Fixture.tokens(1, 0), change - 1));
        assertEquals(
                new Price.Priced(
                        2_000,
                        "test:acme/m@2026-08-16T16:00:00Z",
                        PriceMatch.EXACT,
                        ModelSource.REQUEST,
                        ServiceTier.STANDARD,
                        0,
                        null),
                book.price(ModelUse.of(null, "m"), Fixture.tokens(1, 0), change));
    }

    @Test
    void hoursAndFactorsThatAreNone_areNamed() {
        String yaml = Fixture.yaml(
                "a: {input: 1, off_peak: {hours: tonight, input: 1}}",
                "b: {input: 1, off_peak: {hours: \"10:00-11:00\", inptu: 1}}",
                "c: {input: 1, uplift: {eu: none}}",
                "d: {input: 0.000000001, uplift: {eu: 1.1}}",
                "e: {input: 1, per_call: 1000}");

        String all = String.join(
                "\n",
                assertThrows(
                                InvalidPriceBookException.class,
                                () -> PriceBooks.fromYaml(new StringReader(yaml), "mine.yaml"))
                        .problems());
        for (String expected : List.of(
                "acme/a.off_peak.hours = tonight: expected HH:MM-HH:MM",
                "acme/b.off_peak.inptu: unknown key",
                "acme/c.uplift.eu = none: expected a factor",
                "acme/d.uplift: expected a factor whose product",
                "acme/e.per_call = 1000: expected USD per call")) {
            assertTrue(all.contains(expected), () -> "expected \"" + expected + "\" in\n" + all);
        }
    }
}
