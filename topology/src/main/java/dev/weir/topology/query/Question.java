package dev.weir.topology.query;

import dev.weir.schemas.Dimension;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.Tile;
import dev.weir.schemas.View;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A question about a half-open range of time.
 *
 * @param filters values that dimensions must have; a dimension that is not here may have any
 * @param from start of the range in milliseconds, inclusive; moved down to a whole step
 * @param to end of the range in milliseconds, exclusive; moved up to a whole step
 * @param step length of the windows of the answer in milliseconds: whole minutes
 * @param by what the answer has rows for; the rest is merged
 */
public record Question(Map<Dimension, String> filters, long from, long to, long step, Set<String> by) {

    /** Names of all dimensions. */
    public static final Set<String> EVERY_DIMENSION =
            Arrays.stream(Dimension.values()).map(Dimension::wireName).collect(Collectors.toUnmodifiableSet());

    /** Spenders that are kept as such: by tenant, environment and name, and by no other dimension. */
    public static final Set<String> SPENDERS = Set.of("user", "feature");

    public Question {
        if (step <= 0 || step % Tile.MINUTE.millis() != 0 || from >= to) {
            throw new IllegalArgumentException(
                    "from, to, step = " + from + ", " + to + ", " + step + ": expected a range and whole minutes");
        }
        Map<Dimension, String> copy = new EnumMap<>(Dimension.class);
        copy.putAll(filters);
        filters = Collections.unmodifiableMap(copy);
        from -= Math.floorMod(from, step);
        to += Math.floorMod(-to, step);
        by = Set.copyOf(by);
    }

    /** The question of windows of every series. */
    public static Question ofSeries(Map<Dimension, String> filters, long from, long to, long step) {
        return new Question(filters, from, to, step, EVERY_DIMENSION);
    }

    /** The longest tile that a step is made of. */
    Tile tile() {
        if (step % Tile.DAY.millis() == 0) {
            return Tile.DAY;
        }
        return step % Tile.HOUR.millis() == 0 ? Tile.HOUR : Tile.MINUTE;
    }

    /** Start of the step that a time is in. */
    long stepOf(long millis) {
        return millis - Math.floorMod(millis, step);
    }

    /** The stored windows that the answer is made of; empty text matches any part. */
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

    /** The stored windows of spenders of a kind; the step is whole hours. */
    WindowRange spenderRange(String kind) {
        return new WindowRange(tile(), from, to, List.of(any(Dimension.TENANT), any(Dimension.ENVIRONMENT), kind, ""));
    }

    private String any(Dimension dimension) {
        return filters.getOrDefault(dimension, "");
    }

    /** What spend can be listed by: spenders that are kept as such, and the dimensions of series. */
    public static Set<String> spendBy() {
        Set<String> by = new TreeSet<>(EVERY_DIMENSION);
        by.addAll(SPENDERS);
        return by;
    }
}
