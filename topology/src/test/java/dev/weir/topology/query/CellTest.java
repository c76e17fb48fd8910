package dev.weir.topology.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.SeriesKey;
import org.junit.jupiter.api.Test;

class CellTest {

    private static final SeriesKey SERIES = new SeriesKey("t", "e", "r", "p", "m", "v");

    @Test
    void ids_areTheSeriesAndNineteenDigits() {
        for (long start : new long[] {0, 1, 1_780_000_000_000L, Long.MAX_VALUE, -1, Long.MIN_VALUE + 1}) {
            assertEquals(SERIES.text() + "\u001F" + "%019d".formatted(start), new Cell(SERIES, start).id());
        }
        assertTrue(new Cell(SERIES, 999).id().compareTo(new Cell(SERIES, 1_000).id()) < 0);
    }
}
