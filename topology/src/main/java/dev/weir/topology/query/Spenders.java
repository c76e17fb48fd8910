package dev.weir.topology.query;

import static dev.weir.schemas.json.Shape.Property.always;
import static dev.weir.schemas.json.Shape.Property.ifKnown;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.SpenderKey;
import dev.weir.schemas.Tile;
import dev.weir.schemas.json.JsonType;
import dev.weir.schemas.json.RecordJson;
import dev.weir.schemas.json.Shape;
import dev.weir.topology.aggregate.WindowKey;
import dev.weir.topology.query.Answer.Row;
import dev.weir.topology.spend.HeavyHitters;
import dev.weir.topology.spend.SpendAggregate;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
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

    /** A row. */
    static final Shape SHAPE = new Shape(
            "Spender",
            "What a spender cost in a range of time.",
            List.of(
                    always("type", JsonType.constant("spender"), "Kind of the object."),
                    always("spender", JsonType.TEXT, "Its name; ~other: the exact rest beyond the cardinality limit."),
                    always("start", JsonType.TIME, "Start of the range, inclusive."),
                    always("end", JsonType.TIME, "End of the range, exclusive."),
                    ifKnown("calls", JsonType.WHOLE, "Calls; absent beyond the cardinality limit."),
                    always(
                            "cost_usd",
                            JsonType.USD,
                            "Cost of the priced calls, USD; a lower bound if there is an upper one."),
                    ifKnown(
                            "cost_usd_at_most",
                            JsonType.USD,
                            "Upper bound of the cost, USD; absent where the cost is exact."),
                    ifKnown("unpriced_calls", JsonType.WHOLE, "Calls whose cost is unknown; absent like calls."),
                    ifKnown("input_tokens", JsonType.WHOLE, "Input tokens; absent like calls."),
                    ifKnown("output_tokens", JsonType.WHOLE, "Output tokens; absent like calls."),
                    ifKnown(
                            "reconciled_calls",
                            JsonType.WHOLE,
                            "Calls with a cost of ours and a reported one; absent: none."),
                    ifKnown("reconciled_cost_usd", JsonType.USD, "Our cost of these calls, USD; absent: none."),
                    ifKnown(
                            "reconciled_reported_usd",
                            JsonType.USD,
                            "Reported cost of these calls, USD; absent: none."),
                    ifKnown("reported_to_cost", JsonType.REAL, "Reported cost as a multiple of ours; absent: none.")));

    private static final MathContext FOUR_DIGITS = new MathContext(4);

    private record Line(String name, SpendAggregate exact, long leastNanoUsd, long mostNanoUsd) {}

    private final Map<String, SpendAggregate> exact = new TreeMap<>();
    private final Map<String, Set<Place>> exactDays = new HashMap<>();
    private final Map<String, Long> shared = new TreeMap<>();
    /** By place and partition, for a spender is in one partition only: the error of all windows that are shared there. */
    private final Map<Place, Map<String, Long>> errors = new HashMap<>();

    private final long fromMillis;
    private final long toMillis;

    /** Spenders of a range that has no window yet. */
    Spenders(long fromMillis, long toMillis) {
        this.fromMillis = fromMillis;
        this.toMillis = toMillis;
    }

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

    /** Rows of every spender, the dearest first. */
    List<Row> rows() {
        List<Line> lines = new ArrayList<>();
        exact.forEach((name, spend) -> lines.add(line(name, spend)));
        shared.forEach((name, least) -> {
            if (!exact.containsKey(name)) {
                lines.add(line(name, new SpendAggregate()));
            }
        });
        return lines.stream()
                .sorted(Comparator.comparingLong((Line line) -> -line.leastNanoUsd())
                        .thenComparing(Line::name))
                .map(line -> new Row(id(line), () -> json(line)))
                .toList();
    }

    /** Sorts as the rows do: by time, the dearest first, then by name. */
    private String id(Line line) {
        return "%019d %019d %s".formatted(fromMillis, Long.MAX_VALUE - line.leastNanoUsd(), line.name());
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
        SpendAggregate spend = line.exact();
        boolean isOther = line.name().equals(SeriesKey.OTHER);
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("type", "spender")
                .put("spender", line.name())
                .put("start", Instant.ofEpochMilli(fromMillis).toString())
                .put("end", Instant.ofEpochMilli(toMillis).toString());
        if (spend.calls() > 0) {
            json.put("calls", spend.calls());
        }
        json.put("cost_usd", RecordJson.usd(line.leastNanoUsd()));
        if (!isOther && (shared.containsKey(line.name()) || line.mostNanoUsd() > line.leastNanoUsd())) {
            json.put("cost_usd_at_most", RecordJson.usd(line.mostNanoUsd()));
        }
        if (spend.calls() > 0) {
            json.put("unpriced_calls", spend.unpricedCalls())
                    .put("input_tokens", spend.inputTokens())
                    .put("output_tokens", spend.outputTokens());
        }
        addReconciled(json, spend.reconciled());
        return json;
    }

    private static void addReconciled(ObjectNode json, SpendAggregate.Reconciled both) {
        if (both.calls() == 0) {
            return;
        }
        json.put("reconciled_calls", both.calls())
                .put("reconciled_cost_usd", RecordJson.usd(both.costNanoUsd()))
                .put("reconciled_reported_usd", RecordJson.usd(both.reportedNanoUsd()));
        if (both.costNanoUsd() > 0) {
            json.put(
                    "reported_to_cost",
                    BigDecimal.valueOf(both.reportedNanoUsd())
                            .divide(BigDecimal.valueOf(both.costNanoUsd()), FOUR_DIGITS));
        }
    }
}
