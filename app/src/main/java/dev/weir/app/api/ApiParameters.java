package dev.weir.app.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.Dimension;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.Tile;
import dev.weir.schemas.text.Durations;
import dev.weir.topology.query.Question;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Every parameter of the API. */
final class ApiParameters {

    static final int LONGEST_CURSOR = 4_096;
    static final int LONGEST_VALUE = 256;
    static final int DEFAULT_LIMIT = 1_000;
    static final int LARGEST_LIMIT = 100_000;

    /** A time that may depend on when it is asked. */
    interface When {
        Instant at(Instant now);
    }

    private static final Pattern LENGTH = Pattern.compile("\\d{1,6}[mhd]");
    private static final Pattern AGO = Pattern.compile("-\\d{1,6}[smhd]");

    private static final String TIME =
            "ISO-8601 with an offset, milliseconds since the epoch, now, or a time before now such as -6h or -30m";

    static final Parameter<When> FROM = new Parameter<>(
            "from",
            "start of the range, inclusive; moved down to a whole step",
            "an hour before `to`",
            TIME,
            text(),
            ApiParameters::time);

    static final Parameter<When> TO = new Parameter<>(
            "to",
            "end of the range, exclusive; moved up to a whole step",
            "the end of the newest window without `from`, now with it",
            TIME,
            text(),
            ApiParameters::time);

    static final Parameter<Duration> STEP = new Parameter<>(
            "step",
            "length of the windows; they are merged from the longest tile that fits, with their sketches",
            "`1m`",
            "whole minutes, hours or days, for example 5m, 1h or 1d",
            text(),
            ApiParameters::length);

    static final Parameter<Duration> HOURS = new Parameter<>(
            "step",
            "length of the windows: a row for each spender and step",
            "one row for the range",
            "whole hours or days, for example 1h or 1d",
            text(),
            text -> length(text).filter(step -> step.toMillis() % Tile.HOUR.millis() == 0));

    static final Parameter<Set<String>> BY = new Parameter<>(
            "by",
            "dimensions that have rows of their own; the others are merged and read `~all`",
            "all dimensions",
            "any of " + Dimension.wireNames() + ", joined by commas; empty: the total of everything",
            text(),
            ApiParameters::dimensions);

    static final Parameter<String> SPEND_BY = new Parameter<>(
            "by",
            "what is listed",
            "`user`",
            "one of " + String.join(", ", Question.spendBy()),
            oneOf(Question.spendBy()),
            text -> Optional.of(text).filter(Question.spendBy()::contains));

    static final Parameter<Integer> LIMIT = new Parameter<>(
            "limit",
            "largest number of rows",
            "`" + DEFAULT_LIMIT + "`",
            "1 to " + LARGEST_LIMIT,
            JsonNodeFactory.instance
                    .objectNode()
                    .put("type", "integer")
                    .put("minimum", 1)
                    .put("maximum", LARGEST_LIMIT)
                    .put("default", DEFAULT_LIMIT),
            text -> Optional.of(text)
                    .filter(digits -> digits.matches("\\d{1,6}"))
                    .map(Integer::valueOf)
                    .filter(limit -> limit >= 1 && limit <= LARGEST_LIMIT));

    static final Parameter<String> SORT = new Parameter<>(
            "sort",
            "column to sort by, `-` before it: the largest first; several are joined by commas; rows without a value come last",
            "the order in the description of the route",
            "columns of the answer, for example -cost_usd or latency_ms.p95",
            text(),
            Optional::of);

    static final Parameter<String> CURSOR = new Parameter<>(
            "cursor",
            "`next_cursor` of the page before, with the same other parameters",
            "the first page",
            "next_cursor of an answer to the same question",
            text(),
            Optional::of);

    static final Parameter<Format> FORMAT = new Parameter<>(
            "format",
            "`json` or `csv`; before the header `Accept`",
            "as `Accept` says, else `json`",
            "json or csv",
            oneOf(List.of("json", "csv")),
            Format::ofName);

    /** The filter of each dimension. */
    static final Map<Dimension, Parameter<String>> FILTERS = filters();

    private ApiParameters() {}

    private static Map<Dimension, Parameter<String>> filters() {
        Map<Dimension, Parameter<String>> filters = new EnumMap<>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            filters.put(dimension, equalTo(dimension.wireName()));
        }
        return filters;
    }

    /** A filter that takes any text. */
    static Parameter<String> equalTo(String name) {
        return new Parameter<>(
                name,
                "only rows of this " + name,
                "all",
                "a text that is not " + SeriesKey.ALL,
                text(),
                text -> Optional.of(text).filter(value -> !value.equals(SeriesKey.ALL)));
    }

    /** A filter that takes some values. */
    static Parameter<String> equalTo(String name, List<String> values) {
        return new Parameter<>(
                name,
                "only rows of this " + name,
                "all",
                "one of " + String.join(", ", values),
                oneOf(values),
                text -> Optional.of(text).filter(values::contains));
    }

    private static ObjectNode text() {
        return JsonNodeFactory.instance.objectNode().put("type", "string");
    }

    private static ObjectNode oneOf(Iterable<String> values) {
        ObjectNode schema = text();
        values.forEach(schema.putArray("enum")::add);
        return schema;
    }

    private static Optional<Duration> length(String text) {
        return Optional.of(text)
                .filter(LENGTH.asMatchPredicate())
                .flatMap(Durations::parse)
                .filter(step -> !step.isZero());
    }

    private static Optional<When> time(String text) {
        if (text.equals("now")) {
            return Optional.of(now -> now);
        } else if (AGO.matcher(text).matches()) {
            return Durations.parse(text.substring(1)).map(before -> now -> now.minus(before));
        }
        try {
            Instant time = text.matches("\\d{1,15}")
                    ? Instant.ofEpochMilli(Long.parseLong(text))
                    : OffsetDateTime.parse(text).toInstant();
            return Optional.of(time).filter(ApiParameters::isInRange).map(fixed -> now -> fixed);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Years that windows are stored by without leaving the range of a long. */
    private static boolean isInRange(Instant time) {
        return !time.isBefore(Instant.EPOCH) && time.isBefore(Instant.parse("9999-01-01T00:00:00Z"));
    }

    private static Optional<Set<String>> dimensions(String text) {
        List<String> names = text.isEmpty() ? List.of() : Arrays.asList(text.split(",", -1));
        Set<String> distinct = new TreeSet<>(names);
        return distinct.size() == names.size() && Question.EVERY_DIMENSION.containsAll(distinct)
                ? Optional.of(distinct)
                : Optional.empty();
    }

    /** The parameters of one route, in the order in which they are described. */
    @SafeVarargs
    static List<Parameter<?>> all(List<? extends Parameter<?>>... groups) {
        List<Parameter<?>> all = new ArrayList<>();
        for (List<? extends Parameter<?>> group : groups) {
            all.addAll(group);
        }
        return all;
    }

    /** Applies a function to each filter that is given. */
    static Map<Dimension, String> filtersOf(Reading reading) {
        Map<Dimension, String> filters = new EnumMap<>(Dimension.class);
        FILTERS.forEach(
                (dimension, parameter) -> reading.get(parameter).ifPresent(value -> filters.put(dimension, value)));
        return filters;
    }
}
