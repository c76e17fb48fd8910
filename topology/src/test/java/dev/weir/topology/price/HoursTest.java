package dev.weir.topology.price;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.topology.Fixture;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoursTest {

    private static boolean holds(Hours hours, String instant) {
        return hours.holdsAt(Fixture.micros(instant));
    }

    private static Hours of(String... rules) {
        return new Hours(
                ZoneOffset.UTC, List.of(rules).stream().map(Hours::rule).toList());
    }

    @Test
    void window_isHalfOpenAndMayPassMidnight() {
        Hours hours = of("16:30-00:30");

        assertFalse(holds(hours, "2026-08-15T16:29:59.999999Z"));
        assertTrue(holds(hours, "2026-08-15T16:30:00Z"));
        assertTrue(holds(hours, "2026-08-16T00:29:59.999999Z"));
        assertFalse(holds(hours, "2026-08-16T00:30:00Z"));
        assertTrue(holds(hours, "1969-12-31T23:00:00Z"), "before the epoch too");
    }

    @Test
    void windowWithoutLength_lastsAllDay() {
        Hours weekend = of("sat,sun 00:00-00:00");

        assertTrue(holds(weekend, "2026-08-29T07:00:00Z"));
        assertTrue(holds(weekend, "2026-08-30T23:59:59Z"));
        assertFalse(holds(weekend, "2026-08-31T00:00:00Z"));
    }

    @Test
    void days_areARangeThatMayPassSunday() {
        Hours hours = of("fri-mon 10:00-11:00");

        assertTrue(holds(hours, "2026-08-31T10:00:00Z"), "Monday");
        assertFalse(holds(hours, "2026-09-01T10:00:00Z"), "Tuesday");
        assertEquals("mon,fri,sat,sun 10:00-11:00 UTC", hours.text());
    }

    @Test
    void dates_replaceEveryOtherRuleOnThatDayOfTheCalendar() {
        Hours hours = new Hours(
                ZoneId.of("Asia/Shanghai"),
                List.of(
                        Hours.rule("sat,sun 00:00-00:00"),
                        new Hours.Rule(
                                List.of(new Hours.Window(300, 360)), Set.of(), Set.of(LocalDate.of(2026, 1, 4)))));

        assertTrue(holds(hours, "2026-01-11T02:00:00Z"), "an ordinary Sunday");
        assertFalse(holds(hours, "2026-01-04T02:00:00Z"), "a Sunday that is worked");
        assertTrue(holds(hours, "2026-01-04T05:30:00Z"));
        assertFalse(holds(hours, "2026-01-03T17:00:00Z"), "already that Sunday in Shanghai");
        assertTrue(holds(hours, "2026-01-03T15:00:00Z"), "still Saturday there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "16-18", "25:00-26:00", "10:60-11:00", "someday 10:00-11:00", "10:00-11:00-12:00"})
    void whatIsNotUnderstood_isRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Hours.rule(text));
    }
}
