package dev.weir.topology.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.schemas.Tile;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowRangeTest {

    private static final long HOUR = Tile.HOUR.millis();
    private static final long BASE = 500_000 * HOUR;
    private static final List<String> PARTS = List.of("tenant", "");

    @Test
    void minutesWithin_areThoseOfEveryHourThatStartsInTheRange() {
        WindowRange hours = new WindowRange(Tile.HOUR, BASE - 1, BASE + 1, PARTS);
        assertEquals(new WindowRange(Tile.MINUTE, BASE, BASE + HOUR, PARTS), hours.within(Tile.MINUTE, Long.MIN_VALUE));
    }

    @Test
    void minutesWithin_beginWhereTheyMayNotBeInTheirHour() {
        WindowRange hours = new WindowRange(Tile.HOUR, BASE, BASE + 2 * HOUR, PARTS);
        assertEquals(
                new WindowRange(Tile.MINUTE, BASE + 7, BASE + 2 * HOUR, PARTS), hours.within(Tile.MINUTE, BASE + 7));
    }

    @Test
    void rangeToTheEndOfTime_hasMinutesToTheEndOfTime() {
        WindowRange days = new WindowRange(Tile.DAY, Long.MIN_VALUE, Long.MAX_VALUE, PARTS);
        assertEquals(new WindowRange(Tile.MINUTE, BASE, Long.MAX_VALUE, PARTS), days.within(Tile.MINUTE, BASE));
    }

    @Test
    void parameters_areReadBack() {
        WindowRange range = new WindowRange(Tile.DAY, BASE, BASE + HOUR, PARTS);
        assertEquals(range, WindowRange.fromParameters(range.toParameters()));
    }
}
