package dev.weir.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.app.command.TextTable.Column;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTableTest {

    private static final List<Column> COLUMNS = List.of(
            Column.name("tenant", 6),
            Column.name("route", 8),
            Column.number("calls"),
            Column.number("unpriced").ranked(1),
            Column.number("p95 ms").ranked(2));

    @Test
    void enoughRoom_showsEverythingAndSaysOnceWhatIsAlike() {
        List<String> lines = new TextTable(
                        COLUMNS,
                        List.of(
                                List.of("acme", "support-chat", "12", "0", "900"),
                                List.of("acme", "doc-qa", "7", "1", "-")))
                .lines(100);

        assertEquals("""
                all: tenant acme
                route        calls unpriced p95 ms
                support-chat    12        0    900
                doc-qa           7        1      -""", String.join("\n", lines));
    }

    @Test
    void littleRoom_cutsNamesBeforeItLeavesOutColumns() {
        TextTable table = new TextTable(
                COLUMNS,
                List.of(
                        List.of("a", "a-route-of-a-very-long-name", "12", "3", "900"),
                        List.of("b", "doc-qa", "7", "1", "8")));

        assertEquals("""
                tenant route       calls unpriced p95 ms
                a      a-route-of\u2026    12        3    900
                b      doc-qa          7        1      8""", String.join("\n", table.lines(40)));
        assertEquals("""
                tenant route          calls unpriced
                a      a-route-of-a-\u2026    12        3
                b      doc-qa             7        1
                left out for 36 columns: p95 ms; a
                wider terminal (COLUMNS) or --json
                has them""", String.join("\n", table.lines(36)));
    }

    @Test
    void columnsThatSayNothing_goFirst() {
        List<String> lines = new TextTable(
                        COLUMNS, List.of(List.of("a", "b", "12", "0", "900"), List.of("c", "d", "7", "0", "8")))
                .lines(30);

        assertTrue(lines.get(0).contains("p95 ms"), lines.toString());
        assertTrue(String.join(" ", lines).contains("columns: unpriced;"), lines.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 60, 80, 100, 300})
    void noLine_isLongerThanTheTerminal(int width) {
        String longName = "n".repeat(200);
        TextTable table = new TextTable(
                COLUMNS, List.of(List.of(longName, longName, "1", "2", "3"), List.of("x", "y", "1", "2", "3")));

        table.lines(width).forEach(line -> assertTrue(line.length() <= width, line));
        TextTable.wrapped("a word and " + longName + " and more words ".repeat(30), "    ", width)
                .forEach(line -> assertTrue(line.length() <= width, line));
    }

    @Test
    void namesFromOutside_cannotMoveTheCursorOrTurnTheText() {
        String line = new TextTable(List.of(Column.name("n", 8)), List.of(List.of("a\u001B[31m\u202Eb\nc")))
                .lines(80)
                .get(1);

        assertEquals("a\\u001B[31m\\u202Eb\\u000Ac", line);
    }
}
