package dev.weir.alerting.rules;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * What a month is going to cost: what has been spent and, for each day that remains, the median of the same weekday in the
 * four weeks before, or of all days while a weekday has come fewer than twice. Today counts as what it has cost, or as its
 * median if that is more. A day without calls cost nothing. Source: STATISTICS, cost budgets.
 */
public final class MonthForecast {

    /** Days of the past that a forecast looks at. */
    public static final int DAYS_BACK = 28;

    private static final int FEWEST_DAYS = 3;

    private MonthForecast() {}

    /**
     * The forecast of the month of the last day; unknown while fewer than three days before it are known.
     *
     * @param days USD of each day that has a window, {@link #DAYS_BACK} days back at least, up to today
     * @param calls this month, for the record
     */
    public static Observation of(SortedMap<LocalDate, Double> days, long calls) {
        OptionalDouble end = monthEnd(days);
        return end.isEmpty() ? new Observation.Unknown(calls) : new Observation.Amount(end.getAsDouble(), false, calls);
    }

    static OptionalDouble monthEnd(SortedMap<LocalDate, Double> days) {
        LocalDate today = days.lastKey();
        LocalDate first =
                days.firstKey().isBefore(today.minusDays(DAYS_BACK)) ? today.minusDays(DAYS_BACK) : days.firstKey();
        if (first.plusDays(FEWEST_DAYS).isAfter(today)) {
            return OptionalDouble.empty();
        }
        double sum = days.tailMap(today.withDayOfMonth(1)).values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        sum += Math.max(0, usual(days, first, today, today) - days.getOrDefault(today, 0.0));
        for (LocalDate day = today.plusDays(1); day.getMonth() == today.getMonth(); day = day.plusDays(1)) {
            sum += usual(days, first, today, day);
        }
        return OptionalDouble.of(sum);
    }

    private static double usual(SortedMap<LocalDate, Double> days, LocalDate first, LocalDate today, LocalDate day) {
        double[] same = first.datesUntil(today)
                .filter(past -> past.getDayOfWeek() == day.getDayOfWeek())
                .mapToDouble(past -> days.getOrDefault(past, 0.0))
                .toArray();
        return median(
                same.length >= 2
                        ? same
                        : first.datesUntil(today)
                                .mapToDouble(past -> days.getOrDefault(past, 0.0))
                                .toArray());
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
