package dev.weir.alerting;

import dev.weir.alerting.avro.DayState;
import dev.weir.alerting.avro.SpenderState;
import dev.weir.alerting.window.Spent;
import dev.weir.alerting.window.Window;
import dev.weir.schemas.Tile;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one spender has spent lately: the newest hour, and the days of this month and of those before that a forecast looks at.
 *
 * @param hour start of the newest hour
 * @param hourRevision its newest revision
 * @param days what each day has cost, by the newest revision seen
 */
record SpenderHistory(Instant hour, int hourRevision, SortedMap<LocalDate, Day> days) {

    /** Longest month and what a forecast looks back, with room for late revisions. */
    static final int DAYS_KEPT = 62;

    static final SpenderHistory NONE = new SpenderHistory(Instant.EPOCH, -1, new TreeMap<>());

    /** A day by its newest revision. */
    record Day(int revision, Spent spent) {}

    static LocalDate dayOf(Instant start) {
        return LocalDate.ofInstant(start, ZoneOffset.UTC);
    }

    /** How an hour or a day stands to those before; empty when it has been read. */
    Optional<WindowOrder> order(Window.Spend window) {
        return window.bounds().tile() == Tile.HOUR ? hourly(window) : daily(window);
    }

    private Optional<WindowOrder> hourly(Window.Spend window) {
        int order = window.bounds().start().compareTo(hour);
        if (order == 0) {
            return window.revision() > hourRevision ? Optional.of(WindowOrder.RESTATES_NEWEST) : Optional.empty();
        }
        return Optional.of(order > 0 ? WindowOrder.NEXT : WindowOrder.RESTATES_OLDER);
    }

    private Optional<WindowOrder> daily(Window.Spend window) {
        LocalDate date = dayOf(window.bounds().start());
        Day known = days.get(date);
        if (known != null && known.revision() >= window.revision()) {
            return Optional.empty();
        }
        if (days.isEmpty() || date.isAfter(days.lastKey())) {
            return Optional.of(WindowOrder.NEXT);
        }
        return Optional.of(date.equals(days.lastKey()) ? WindowOrder.RESTATES_NEWEST : WindowOrder.RESTATES_OLDER);
    }

    /** After a window that stands in an order. */
    SpenderHistory with(Window.Spend window, WindowOrder order) {
        if (window.bounds().tile() != Tile.HOUR) {
            return withDay(dayOf(window.bounds().start()), window.revision(), window.spent());
        }
        return order == WindowOrder.RESTATES_OLDER
                ? this
                : new SpenderHistory(window.bounds().start(), window.revision(), days);
    }

    /** With a day, and without those that are too old. */
    private SpenderHistory withDay(LocalDate date, int revision, Spent spent) {
        SortedMap<LocalDate, Day> more = new TreeMap<>(days);
        more.put(date, new Day(revision, spent));
        LocalDate oldest = more.lastKey().minusDays(DAYS_KEPT);
        return new SpenderHistory(hour, hourRevision, new TreeMap<>(more.tailMap(oldest)));
    }

    /** What the month of the newest day has cost so far. */
    Spent month() {
        Spent sum = Spent.NOTHING;
        for (Day day : days.tailMap(days.lastKey().withDayOfMonth(1)).values()) {
            sum = sum.plus(day.spent());
        }
        return sum;
    }

    /** USD by day. */
    SortedMap<LocalDate, Double> usd() {
        SortedMap<LocalDate, Double> usd = new TreeMap<>();
        days.forEach((date, day) -> usd.put(date, day.spent().nanoUsd() / 1e9));
        return usd;
    }

    /** Start of the newest hour or day. */
    Instant newest() {
        Instant day = days.isEmpty()
                ? Instant.EPOCH
                : days.lastKey().atStartOfDay(ZoneOffset.UTC).toInstant();
        return day.isAfter(hour) ? day : hour;
    }

    SpenderState stored() {
        List<DayState> stored = new ArrayList<>();
        days.forEach((date, day) -> {
            Spent spent = day.spent();
            stored.add(new DayState(
                    date,
                    day.revision(),
                    spent.calls(),
                    spent.unpricedCalls(),
                    spent.nanoUsd(),
                    spent.tokens(),
                    spent.maxInputTokens()));
        });
        return new SpenderState(hour, hourRevision, stored);
    }

    static SpenderHistory restore(@Nullable SpenderState stored) {
        if (stored == null) {
            return NONE;
        }
        SortedMap<LocalDate, Day> days = new TreeMap<>();
        for (DayState day : stored.getDays()) {
            Spent spent = new Spent(
                    day.getCalls(), day.getUnpricedCalls(), day.getNanoUsd(), day.getTokens(), day.getMaxInputTokens());
            days.put(day.getDay(), new Day(day.getRevision(), spent));
        }
        return new SpenderHistory(stored.getHour(), stored.getHourRevision(), days);
    }
}
