package dev.weir.topology.query;

import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.Tile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which windows a question is about.
 *
 * @param tile their length
 * @param fromMillis windows that start at or after this
 * @param toMillis and before this
 * @param parts required values of the key's parts, in the key's order; empty: any, but not {@link SeriesKey#ALL}, so that no
 *     windows of another view are among them
 */
record WindowRange(Tile tile, long fromMillis, long toMillis, List<String> parts) {

    private static final String SEPARATOR = "\u001F";

    WindowRange {
        parts = List.copyOf(parts);
    }

    /** The windows of a shorter tile that lie in windows of this range and start at a time or later. */
    WindowRange within(Tile shorter, long from) {
        return new WindowRange(shorter, Math.max(from, startAfter(fromMillis)), startAfter(toMillis), parts);
    }

    /** The first start of a window at or after a time; the time itself near the end of all times. */
    private long startAfter(long millis) {
        return millis > Long.MAX_VALUE - tile.millis() ? millis : tile.startOf(millis + tile.millis() - 1);
    }

    Predicate<String> keys() {
        return key -> {
            String[] actual = key.split(SEPARATOR, -1);
            for (int i = 0; i < parts.size(); i++) {
                String part = parts.get(i);
                if (part.isEmpty() ? actual[i].equals(SeriesKey.ALL) : !part.equals(actual[i])) {
                    return false;
                }
            }
            return true;
        };
    }

    /** The key when there is only one that matches. */
    Optional<String> onlyKey() {
        return parts.contains("") ? Optional.empty() : Optional.of(String.join(SEPARATOR, parts));
    }

    /** Query parameters that {@link #fromParameters} reads back. */
    Map<String, String> toParameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("tile", tile.wireName());
        parameters.put("from", Long.toString(fromMillis));
        parameters.put("to", Long.toString(toMillis));
        parameters.put("parts", String.join(SEPARATOR, parts));
        return parameters;
    }

    static WindowRange fromParameters(Map<String, String> parameters) {
        return new WindowRange(
                Tile.ofWireName(parameters.getOrDefault("tile", "")),
                Long.parseLong(parameters.getOrDefault("from", "")),
                Long.parseLong(parameters.getOrDefault("to", "")),
                List.of(parameters.getOrDefault("parts", "").split(SEPARATOR, -1)));
    }
}
