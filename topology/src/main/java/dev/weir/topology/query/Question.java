package dev.weir.topology.query;

import dev.weir.schemas.Dimension;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.Tile;
import dev.weir.schemas.View;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A question about a range of time, as its parameters say it.
 *
 * @param filters what dimensions have to be
 * @param from start of the range, inclusive, moved down to a whole step
 * @param to end of the range, exclusive, moved up to a whole step
 * @param step length of the windows that are wanted: whole minutes
 */
record Question(Map<Dimension, String> filters, long from, long to, long step, Set<String> by, int limit) {

    static final Set<String> SERIES_PARTS =
            Arrays.stream(Dimension.values()).map(Dimension::wireName).collect(Collectors.toUnmodifiableSet());

    private static final Set<String> KNOWN = new TreeSet<>(Set.of("from", "to", "step", "by", "limit"));

    static {
        KNOWN.addAll(SERIES_PARTS);
    }

    private static final int MOST_WINDOWS = 10_000;
    private static final Pattern STEP = Pattern.compile("(\\d{1,6})([mhd])");

    /**
     * The question of some query parameters.
     *
     * @param defaultBy what to group by where the parameters do not say
     * @param allowedBy what may be grouped by
     * @param now the end of the range where the parameters do not say
     * @throws BadQuestionException with every problem at once
     */
    static Question parse(Map<String, String> parameters, Set<String> defaultBy, Set<String> allowedBy, Instant now) {
        List<String> problems = new ArrayList<>();
        for (String name : parameters.keySet()) {
            if (!KNOWN.contains(name)) {
                problems.add(name + ": unknown parameter; expected one of " + String.join(", ", KNOWN));
            }
        }
        long step = step(parameters.getOrDefault("step", "1m"), problems);
        long to = time("to", parameters, problems).orElse(now.toEpochMilli());
        long from = time("from", parameters, problems)
                .orElse(to - Duration.ofHours(1).toMillis());
        Set<String> by = by(parameters.get("by"), defaultBy, allowedBy, problems);
        int limit = limit(parameters.getOrDefault("limit", "100"), problems);
        if (problems.isEmpty() && from >= to) {
            problems.add("from = " + Instant.ofEpochMilli(from) + ": expected before to = " + Instant.ofEpochMilli(to));
        }
        if (problems.isEmpty() && (to - from) / step > MOST_WINDOWS) {
            problems.add("from, to and step ask for " + (to - from) / step + " windows a series: expected at most "
                    + MOST_WINDOWS);
        }
        Map<Dimension, String> filters = new EnumMap<>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            String wanted = parameters.get(dimension.wireName());
            if (SeriesKey.ALL.equals(wanted)) {
                problems.add(dimension.wireName() + " = " + wanted
                        + ": expected a value; a dimension that is left out of by is merged");
            } else if (wanted != null) {
                filters.put(dimension, wanted);
            }
        }
        if (!problems.isEmpty()) {
            throw new BadQuestionException(problems);
        }
        return new Question(filters, from - Math.floorMod(from, step), to + Math.floorMod(-to, step), step, by, limit);
    }

    /** The longest tile that a step is made of. */
    Tile tile() {
        if (step % Tile.DAY.millis() == 0) {
            return Tile.DAY;
        }
        return step % Tile.HOUR.millis() == 0 ? Tile.HOUR : Tile.MINUTE;
    }

    /** The stored windows of spenders: hours and days, so the range is widened to whole hours. */
    WindowRange spenderRange(String kind) {
        Tile hours = tile() == Tile.DAY ? Tile.DAY : Tile.HOUR;
        long end = to + Math.floorMod(-to, hours.millis());
        return new WindowRange(
                hours, hours.startOf(from), end, List.of(any(Dimension.TENANT), any(Dimension.ENVIRONMENT), kind, ""));
    }

    long stepOf(long millis) {
        return millis - Math.floorMod(millis, step);
    }

    /** The stored windows of series the answer is made of; empty text matches any part. */
    WindowRange seriesRange() {
        return range(View.SERIES);
    }

    /** The stored windows of a view that has all dimensions that are {@linkplain #named named}. */
    WindowRange range(View view) {
        return new WindowRange(
                tile(),
                from,
                to,
                Arrays.stream(Dimension.values())
                        .map(dimension -> view.has(dimension) ? any(dimension) : SeriesKey.ALL)
                        .toList());
    }

    /** Dimensions that the answer is grouped or filtered by. */
    Set<Dimension> named() {
        Set<Dimension> named = EnumSet.noneOf(Dimension.class);
        named.addAll(filters.keySet());
        by.forEach(name -> Dimension.ofWireName(name).ifPresent(named::add));
        return named;
    }

    private String any(Dimension dimension) {
        return filters.getOrDefault(dimension, "");
    }

    private static long step(String text, List<String> problems) {
        Matcher matcher = STEP.matcher(text);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            problems.add("step = " + text + ": expected whole minutes, hours or days, for example 5m, 1h or 1d");
            return Tile.MINUTE.millis();
        }
        Tile unit = switch (matcher.group(2)) {
            case "m" -> Tile.MINUTE;
            case "h" -> Tile.HOUR;
            default -> Tile.DAY;
        };
        return Long.parseLong(matcher.group(1)) * unit.millis();
    }

    private static Optional<Long> time(String name, Map<String, String> parameters, List<String> problems) {
        String text = parameters.get(name);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    text.matches("-?\\d{1,15}")
                            ? Long.parseLong(text)
                            : Instant.parse(text).toEpochMilli());
        } catch (DateTimeParseException | ArithmeticException e) {
            problems.add(name + " = " + text + ": expected ISO-8601 in UTC or milliseconds since the epoch");
            return Optional.empty();
        }
    }

    private static Set<String> by(
            @Nullable String text, Set<String> defaultBy, Set<String> allowed, List<String> problems) {
        if (text == null) {
            return defaultBy;
        }
        Set<String> by = new TreeSet<>(List.of(text.split(",", -1)));
        by.remove("");
        for (String part : by) {
            if (!allowed.contains(part)) {
                problems.add("by = " + part + ": expected among " + String.join(", ", new TreeSet<>(allowed)));
            }
        }
        return by;
    }

    private static int limit(String text, List<String> problems) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) < 1) {
            problems.add("limit = " + text + ": expected 1 to 99999");
            return 1;
        }
        return Integer.parseInt(text);
    }

    /** A question that cannot be asked. */
    static final class BadQuestionException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        BadQuestionException(List<String> problems) {
            super(String.join("; ", problems));
        }
    }
}
