package dev.weir.topology.price;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Hours of the week in which a price holds. Windows are {@code [start, end)} in UTC and may pass midnight; one whose start
 * is its end lasts all day. Where a rule names the date, only such rules count on it.
 *
 * @param calendar what weekdays and dates are read in; the windows themselves are UTC
 * @param plain whether the time of the week is all that counts: no rule names dates, and days are those of UTC
 */
record Hours(ZoneId calendar, List<Rule> rules, boolean plain) {

    private static final long MICROS_A_MINUTE = TimeUnit.MINUTES.toMicros(1);
    private static final int MINUTES_A_DAY = 1_440;
    private static final DayOfWeek[] DAYS = DayOfWeek.values();
    /** The epoch was a Thursday. */
    private static final int EPOCH_DAY = DayOfWeek.THURSDAY.ordinal();

    private static final Pattern WINDOW = Pattern.compile("(\\d{2}):(\\d{2})\\s*-\\s*(\\d{2}):(\\d{2})");

    Hours {
        rules = List.copyOf(rules);
    }

    Hours(ZoneId calendar, List<Rule> rules) {
        this(
                calendar,
                rules,
                calendar.equals(ZoneOffset.UTC)
                        && rules.stream().allMatch(rule -> rule.dates().isEmpty()));
    }

    /**
     * Windows of some days.
     *
     * @param days weekdays on which they are open
     * @param dates the dates on which this rule and no other without dates counts; empty: the weekdays say
     */
    record Rule(List<Window> windows, Set<DayOfWeek> days, Set<LocalDate> dates) {
        Rule {
            windows = List.copyOf(windows);
            EnumSet<DayOfWeek> some = EnumSet.noneOf(DayOfWeek.class);
            some.addAll(days);
            days = Collections.unmodifiableSet(some);
            dates = Set.copyOf(dates);
        }

        boolean holdsAt(int minute) {
            for (Window window : windows) {
                if (window.holdsAt(minute)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Minutes since midnight UTC, {@code [from, to)}. */
    record Window(int from, int to) {

        /**
         * The window of a text such as {@code 16:30-00:30}.
         *
         * @throws IllegalArgumentException if it is none
         */
        static Window parse(String text) {
            Matcher matcher = WINDOW.matcher(text.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException("hours = " + text + ": expected HH:MM-HH:MM");
            }
            return new Window(minute(matcher, 1, text), minute(matcher, 3, text));
        }

        private static int minute(Matcher matcher, int group, String text) {
            int hour = Integer.parseInt(matcher.group(group));
            int minute = Integer.parseInt(matcher.group(group + 1));
            if (hour * 60 + minute > MINUTES_A_DAY || minute > 59) {
                throw new IllegalArgumentException("hours = " + text + ": expected times from 00:00 to 24:00");
            }
            return (hour * 60 + minute) % MINUTES_A_DAY;
        }

        boolean holdsAt(int minute) {
            return from == to || (from < to ? from <= minute && minute < to : minute >= from || minute < to);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%02d:%02d-%02d:%02d", from / 60, from % 60, to / 60, to % 60);
        }
    }

    /** The same windows on every day. */
    static Hours daily(List<Window> windows) {
        return new Hours(ZoneOffset.UTC, List.of(new Rule(windows, EnumSet.allOf(DayOfWeek.class), Set.of())));
    }

    /**
     * Windows of a text such as {@code 16:30-00:30}, {@code sat,sun 00:00-00:00} or {@code mon-fri 10:00-01:00}.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Rule rule(String text) {
        String stripped = text.strip();
        int space = stripped.indexOf(' ');
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        if (space < 0) {
            days = EnumSet.allOf(DayOfWeek.class);
        } else {
            for (String part : stripped.substring(0, space).split(",", -1)) {
                int to = part.indexOf('-');
                DayOfWeek first = day(to < 0 ? part : part.substring(0, to));
                DayOfWeek last = day(to < 0 ? part : part.substring(to + 1));
                for (DayOfWeek day = first; day != last; day = day.plus(1)) {
                    days.add(day);
                }
                days.add(last);
            }
        }
        return new Rule(List.of(Window.parse(stripped.substring(space + 1))), days, Set.of());
    }

    /**
     * A weekday by its number, Monday first, or by its English name, three letters or all.
     *
     * @throws IllegalArgumentException if it is none
     */
    static DayOfWeek day(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        for (DayOfWeek day : DayOfWeek.values()) {
            String full = day.name().toLowerCase(Locale.ROOT);
            if (name.equals(full) || name.equals(full.substring(0, 3)) || name.equals("" + day.getValue())) {
                return day;
            }
        }
        throw new IllegalArgumentException("weekday = " + text + ": expected mon to sun, or 1 to 7");
    }

    /** Whether the time lies in a window; microseconds since the epoch. A few nanoseconds where no rule names dates. */
    boolean holdsAt(long micros) {
        long minutes = Math.floorDiv(micros, MICROS_A_MINUTE);
        int minute = Math.floorMod(minutes, MINUTES_A_DAY);
        if (plain) {
            DayOfWeek day = DAYS[(int) Math.floorMod(Math.floorDiv(minutes, MINUTES_A_DAY) + EPOCH_DAY, 7L)];
            for (Rule rule : rules) {
                if (rule.days().contains(day) && rule.holdsAt(minute)) {
                    return true;
                }
            }
            return false;
        }
        LocalDate date = date(minutes);
        boolean dated = rules.stream().anyMatch(rule -> rule.dates().contains(date));
        for (Rule rule : rules) {
            boolean counts = dated
                    ? rule.dates().contains(date)
                    : rule.dates().isEmpty() && rule.days().contains(date.getDayOfWeek());
            if (counts && rule.holdsAt(minute)) {
                return true;
            }
        }
        return false;
    }

    private LocalDate date(long minutes) {
        return calendar.equals(ZoneOffset.UTC)
                ? LocalDate.ofEpochDay(Math.floorDiv(minutes, MINUTES_A_DAY))
                : Instant.ofEpochSecond(minutes * 60).atZone(calendar).toLocalDate();
    }

    /** For people: {@code mon-fri 10:00-01:00 UTC}. */
    String text() {
        List<String> parts = new ArrayList<>();
        for (Rule rule : rules) {
            String when = !rule.dates().isEmpty()
                    ? rule.dates().stream().sorted().map(LocalDate::toString).collect(Collectors.joining(","))
                    : rule.days().size() == 7
                            ? ""
                            : rule.days().stream()
                                    .sorted()
                                    .map(day -> day.getDisplayName(TextStyle.SHORT, Locale.ROOT)
                                            .toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(","));
            String windows = rule.windows().stream().map(Window::toString).collect(Collectors.joining(","));
            parts.add((when + " " + windows).strip());
        }
        return String.join("; ", parts) + " UTC" + (calendar.equals(ZoneOffset.UTC) ? "" : ", days of " + calendar);
    }
}
