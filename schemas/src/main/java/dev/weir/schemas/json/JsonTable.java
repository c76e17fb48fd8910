package dev.weir.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.json.JsonType.Keyed;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON objects of one shape as a table with flat columns. Keys that depend on the traffic become columns as far as they
 * occur; an array becomes one column of JSON; an object of objects becomes a row for each of them.
 *
 * @param rows one for each object, or one for each inner object of a {@link Keyed} property
 */
public record JsonTable(List<Column> columns, List<ObjectNode> rows) {

    /** The table of some objects. */
    public static JsonTable of(Shape shape, List<ObjectNode> objects) {
        List<ObjectNode> rows = new ArrayList<>();
        objects.forEach(object -> rows.addAll(unrolled(shape, object)));
        return new JsonTable(new JsonType.One(shape).columns(Column.ROOT, List.copyOf(rows)), rows);
    }

    private static List<ObjectNode> unrolled(Shape shape, ObjectNode object) {
        List<ObjectNode> rows = List.of(object);
        for (Shape.Property property : shape.properties()) {
            if (property.type() instanceof Keyed keyed
                    && !object.path(property.name()).isEmpty()) {
                rows = unrolled(keyed, property.name(), rows);
            }
        }
        return rows;
    }

    private static List<ObjectNode> unrolled(Keyed keyed, String name, List<ObjectNode> rows) {
        List<ObjectNode> longer = new ArrayList<>();
        for (ObjectNode row : rows) {
            for (JsonNode inner : row.path(name)) {
                unrolled(keyed.shape(), (ObjectNode) inner).forEach(one -> {
                    ObjectNode copy = row.deepCopy();
                    copy.set(name, one);
                    longer.add(copy);
                });
            }
        }
        return longer;
    }
}
