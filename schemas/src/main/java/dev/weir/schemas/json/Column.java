package dev.weir.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A column of a table of JSON objects.
 *
 * @param steps names from the object down to the value; none: the object itself
 * @param isScalar whether the values are texts, numbers or truths; otherwise they are arrays
 */
public record Column(List<String> steps, boolean isScalar) {

    /** The object itself. */
    static final Column ROOT = new Column(List.of(), true);

    public Column {
        steps = List.copyOf(steps);
    }

    Column below(String name) {
        List<String> longer = new ArrayList<>(steps);
        longer.add(name);
        return new Column(longer, true);
    }

    Column ofArrays() {
        return new Column(steps, false);
    }

    /** The columns of a shape that objects can be sorted by: those that do not depend on the traffic. */
    public static List<Column> sortable(Shape shape) {
        return new JsonType.One(shape)
                .columns(ROOT, List.of()).stream().filter(Column::isScalar).toList();
    }

    /** Its steps joined by dots, for example {@code latency_ms.p95}. */
    public String name() {
        return String.join(".", steps);
    }

    /** The value of a row; a missing node where it has none. */
    public JsonNode of(JsonNode row) {
        JsonNode value = row;
        for (String step : steps) {
            value = value.path(step);
        }
        return value;
    }
}
