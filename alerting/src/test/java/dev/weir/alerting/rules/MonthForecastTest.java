package dev.weir.alerting.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a month is going to cost. */
class MonthForecastTest {

    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 2);

    @Test
    void forecast_ofEvenDays_isTheDaysOfTheMonth() {
        SortedMap<LocalDate, Double> days = new TreeMap<>();
        for (int day = 1; day <= 10; day++) {
            days.put(LocalDate.of(2026, 11, day), 2.0);
        }
        assertEquals(60.0, MonthForecast.monthEnd(days).orElseThrow(), 1e-9);
        days.put(LocalDate.of(2026, 11, 11), 0.5);
        assertEquals(60.0, MonthForecast.monthEnd(days).orElseThrow(), 1e-9, "today is not over");
        days.put(LocalDate.of(2026, 11, 11), 7.0);
        assertEquals(65.0, MonthForecast.monthEnd(days).orElseThrow(), 1e-9, "today is over its usual cost");
    }

    @Test
    void forecast_knowsWeekendsOnceItHasSeenTwo_andDaysWithoutCallsCostNothing() {
        SortedMap<LocalDate, Double> days = new TreeMap<>();
        for (LocalDate day = MONDAY.minusDays(14); !day.isAfter(MONDAY); day = day.plusDays(1)) {
            if (day.getDayOfWeek().getValue() <= 5) {
                days.put(day, 10.0);
            }
        }
        // Given Monday 2 November: 1 November was a Sunday without calls; 21 working days in the month, one of them
        // today
        assertEquals(210.0, MonthForecast.monthEnd(days).orElseThrow(), 1e-9);
    }

    @Test
    void forecast_ofFewDays_isUnknown() {
        SortedMap<LocalDate, Double> days = new TreeMap<>();
        days.put(MONDAY, 1.0);
        assertEquals(OptionalDouble.empty(), MonthForecast.monthEnd(days));
        days.put(MONDAY.plusDays(2), 1.0);
        assertEquals(OptionalDouble.empty(), MonthForecast.monthEnd(days));
        days.put(MONDAY.plusDays(3), 1.0);
        assertTrue(MonthForecast.monthEnd(days).isPresent());
    }
}
