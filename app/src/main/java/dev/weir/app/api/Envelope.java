package dev.weir.app.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.app.api.ApiRoute.Listing;
import dev.weir.schemas.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What an answer says beside its rows: their range, the next page, and how whole it is. */
final class Envelope {

    /**
     * One property.
     *
     * @param isIn whether answers of a route have it
     * @param always whether all of them do
     */
    record Part(String name, String meaning, ObjectNode schema, Predicate<ApiRoute> has, boolean always) {

        boolean isIn(ApiRoute route) {
            return has.test(route);
        }
    }

    private static final Predicate<ApiRoute> WITH_RANGE = route ->
            route.parameters().stream().anyMatch(parameter -> parameter.name().equals(ApiParameters.FROM.name()));
    private static final Predicate<ApiRoute> WITH_STEP = route ->
            route.parameters().stream().anyMatch(parameter -> parameter.name().equals(ApiParameters.STEP.name()));
    private static final Predicate<ApiRoute> WITH_PAGES = route -> route.has(ApiParameters.CURSOR);

    static final List<Part> PARTS = List.of(
            new Part(
                    "from",
                    "Start of the range that the rows are of, inclusive; absent: no rows.",
                    time(),
                    WITH_RANGE,
                    false),
            new Part(
                    "to",
                    "End of the range that the rows are of, exclusive; absent: no rows.",
                    time(),
                    WITH_RANGE,
                    false),
            new Part("step", "Length of a window; absent: the rows are of the whole range.", text(), WITH_STEP, false),
            new Part("by", "What spend is listed by.", text(), route -> route.has(ApiParameters.SPEND_BY), true),
            new Part(
                    "view",
                    "View whose windows were read and merged; series: all dimensions.",
                    text(),
                    route -> route.has(ApiParameters.BY),
                    true),
            new Part("next_cursor", "Cursor of the next page; absent: there is none.", text(), WITH_PAGES, false),
            new Part(
                    "partial",
                    "Whether partitions are missing, because no copy of them can be reached.",
                    JsonNodeFactory.instance.objectNode().put("type", "boolean"),
                    route -> true,
                    true),
            new Part("missing_partitions", "Missing partitions; absent: none.", partitions(), route -> true, false),
            new Part(
                    "stale_ms",
                    "Age of the oldest copy that was read: all that was committed earlier is in the answer.",
                    JsonNodeFactory.instance.objectNode().put("type", "integer").put("format", "int64"),
                    route -> true,
                    true));

    private Envelope() {}

    private static ObjectNode text() {
        return JsonNodeFactory.instance.objectNode().put("type", "string");
    }

    private static ObjectNode time() {
        return text().put("format", "date-time");
    }

    private static ObjectNode partitions() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "array");
        schema.putObject("items").put("type", "integer").put("format", "int32");
        return schema;
    }

    /** An answer in JSON. */
    static ObjectNode of(
            ApiRoute route, Listing listing, Reading reading, List<ObjectNode> rows, Optional<Cursor> next) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        listing.range().ifPresent(range -> {
            json.put("from", Instant.ofEpochMilli(range.from()).toString());
            json.put("to", Instant.ofEpochMilli(range.to()).toString());
            if (range.step() > 0) {
                json.put("step", Durations.format(Duration.ofMillis(range.step())));
            }
        });
        if (route.has(ApiParameters.SPEND_BY)) {
            json.put("by", reading.get(ApiParameters.SPEND_BY).orElse("user"));
        }
        if (route.has(ApiParameters.BY)) {
            json.put("view", listing.answer().view());
        }
        if (route.list().isEmpty()) {
            CounterRows.nest(rows, json);
        } else {
            ArrayNode list = json.putArray(route.list());
            rows.forEach(list::add);
        }
        next.ifPresent(cursor -> json.put("next_cursor", cursor.text()));
        json.put("partial", listing.answer().isPartial());
        if (listing.answer().isPartial()) {
            listing.answer().missing().forEach(json.putArray("missing_partitions")::add);
        }
        return json.put("stale_ms", listing.answer().staleMillis());
    }
}
