package dev.weir.topology.price;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reader of {@code off_peak_pricing}: {@code hours_utc} holds on every day; {@code windows} hold on their {@code weekdays}, or
 * on their {@code override_dates}, read in {@code weekday_timezone}. A schedule with any part that is not understood is none.
 */
final class LiteLlmSchedule {

    private LiteLlmSchedule() {}

    /** @throws IllegalArgumentException if a part is not understood */
    static Hours read(JsonNode block) {
        try {
            ZoneId calendar = ZoneId.of(block.path("weekday_timezone").asText("Z"));
            List<Hours.Rule> rules = new ArrayList<>();
            if (block.hasNonNull("hours_utc")) {
                rules.add(new Hours.Rule(windows(block.path("hours_utc")), EnumSet.allOf(DayOfWeek.class), Set.of()));
            }
            block.path("windows").forEach(window -> rules.add(rule(window)));
            if (rules.isEmpty()) {
                throw new IllegalArgumentException("no hours");
            }
            return new Hours(calendar, rules);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a date or a time zone", e);
        }
    }

    private static Hours.Rule rule(JsonNode window) {
        Set<LocalDate> dates = new HashSet<>();
        list(window.path("override_dates")).forEach(date -> dates.add(LocalDate.parse(date)));
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        list(window.path("weekdays")).forEach(day -> days.add(Hours.day(day)));
        if (dates.isEmpty() && days.isEmpty()) {
            throw new IllegalArgumentException("neither weekdays nor dates");
        }
        return new Hours.Rule(windows(window.path("hours_utc")), days, dates);
    }

    private static List<Hours.Window> windows(JsonNode hours) {
        List<String> texts = hours.isTextual() ? List.of(hours.asText()) : list(hours);
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("no hours");
        }
        return texts.stream().map(Hours.Window::parse).toList();
    }

    private static List<String> list(JsonNode node) {
        if (!node.isArray() && !node.isMissingNode()) {
            throw new IllegalArgumentException("no list");
        }
        List<String> texts = new ArrayList<>();
        node.forEach(one -> texts.add(one.asText()));
        return texts;
    }
}
