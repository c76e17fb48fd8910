package dev.weir.topology.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.SpenderKey;
import dev.weir.schemas.Tile;
import dev.weir.topology.aggregate.WindowKey;
import dev.weir.topology.spend.HeavyHitters;
import dev.weir.topology.spend.SpendAggregate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Spenders of a range, the dearest first. A spender that was told apart on every day is exact. Of one that was not, what is
 * known is a lower bound, and {@code cost_usd_at_most} an upper one: on a day on which it shared a window with others it may
 * have cost as much more as that window's summary states as its error. What spenders beyond the cap cost together, less what
 * is listed by name, is the exact rest {@code ~other}: all rows add up to the exact total. Not thread-safe.
 */
final class Spenders {

    /** Where names are tracked individually or not: a tenant's environment on one day. */
    private record Place(String tenant, String environment, long day) {}

    private record Line(String name, SpendAggregate exact, long leastNanoUsd, long mostNanoUsd) {}

    private final Map<String, SpendAggregate> exact = new TreeMap<>();
    private final Map<String, Set<Place>> exactDays = new HashMap<>();
    private final Map<String, Long> shared = new TreeMap<>();
    /** By place and partition, for a spender is in one partition only: the error of all windows that are shared there. */
    private final Map<Place, Map<String, Long>> errors = new HashMap<>();

    /** Adds an exact sum. */
    void add(String name, SpendAggregate spend) {
        exact.computeIfAbsent(name, absent -> new SpendAggregate()).mergeWith(spend);
    }

    /** Adds a window of a spender or of all beyond the cap. */
    void add(WindowKey window, SpendAggregate spend) {
        SpenderKey key = SpenderKey.parse(window.key());
        long day = Tile.DAY.startOf(window.startMillis());
        if (!key.isOther()) {
            add(key.name(), spend);
            exactDays
                    .computeIfAbsent(key.name(), absent -> new HashSet<>())
                    .add(new Place(key.tenant(), key.environment(), day));
            return;
        }
        add(SeriesKey.OTHER, spend);
        HeavyHitters heaviest = spend.heaviest();
        if (heaviest != null) {
            heaviest.sums().forEach((name, sum) -> shared.merge(name, sum, Math::addExact));
            errors.computeIfAbsent(new Place(key.tenant(), key.environment(), day), absent -> new HashMap<>())
                    .merge(window.key(), heaviest.error(), Math::addExact);
        }
    }

    /** Writes the dearest spenders. */
    void write(ArrayNode list, int limit) {
        List<Line> lines = new ArrayList<>();
        exact.forEach((name, spend) -> lines.add(line(name, spend)));
        shared.forEach((name, least) -> {
            if (!exact.containsKey(name)) {
                lines.add(line(name, new SpendAggregate()));
            }
        });
        lines.stream()
                .sorted(Comparator.comparingLong((Line line) -> -line.leastNanoUsd())
                        .thenComparing(Line::name))
                .limit(limit)
                .forEach(line -> list.add(json(line)));
    }

    private Line line(String name, SpendAggregate spend) {
        if (name.equals(SeriesKey.OTHER)) {
            long rest = spend.costNanoUsd()
                    - shared.values().stream().mapToLong(Long::longValue).sum();
            return new Line(name, spend, rest, rest);
        }
        long least = Math.addExact(spend.costNanoUsd(), shared.getOrDefault(name, 0L));
        return new Line(name, spend, least, Math.addExact(least, error(name)));
    }

    private long error(String name) {
        Set<Place> told = exactDays.getOrDefault(name, Set.of());
        long error = 0;
        for (Map.Entry<Place, Map<String, Long>> place : errors.entrySet()) {
            if (!told.contains(place.getKey())) {
                error += place.getValue().values().stream()
                        .mapToLong(Long::longValue)
                        .max()
                        .orElse(0);
            }
        }
        return error;
    }

    private ObjectNode json(Line line) {
        ObjectNode json = SpendJson.of(line.name(), line.exact());
        if (line.name().equals(SeriesKey.OTHER)
                || shared.containsKey(line.name())
                || line.mostNanoUsd() > line.leastNanoUsd()) {
            json.put("cost_usd", WindowJson.usd(line.leastNanoUsd()));
            if (!line.name().equals(SeriesKey.OTHER)) {
                json.put("cost_usd_at_most", WindowJson.usd(line.mostNanoUsd()));
            }
        }
        if (line.exact().calls() == 0) {
            json.putNull("calls")
                    .putNull("unpriced_calls")
                    .putNull("input_tokens")
                    .putNull("output_tokens");
        }
        return json;
    }
}
