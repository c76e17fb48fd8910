package dev.weir.topology.price;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.topology.Fixture;
import java.io.StringReader;
import java.util.List;
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
}
