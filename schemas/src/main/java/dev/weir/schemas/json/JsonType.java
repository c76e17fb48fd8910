package dev.weir.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What a property of a JSON object holds: how a schema describes it and which columns of a table it fills. */
public sealed interface JsonType {

    JsonType TEXT = new Text(List.of());
    JsonType TIME = new Scalar("string", "date-time");
    JsonType WHOLE = new Scalar("integer", "int64");
    JsonType REAL = new Scalar("number", "double");
    /** An amount in USD: an exact decimal with at most nine places. */
    JsonType USD = new Scalar("number", "");

    JsonType FLAG = new Scalar("boolean", "");
    /** Whole numbers under keys that depend on the traffic. */
    JsonType COUNTS = new Map(WHOLE);
    /** Texts under keys that depend on the configuration. */
    JsonType TEXTS = new Map(TEXT);

    /** The JSON schema of such a value. */
    ObjectNode schema(JsonSchemas schemas);

    /**
     * The columns that such values fill.
     *
     * @param at column of the property itself
     * @param values of all rows; a missing node where a row has none
     */
    List<Column> columns(Column at, List<JsonNode> values);

    /**
     * A text.
     *
     * @param values those that there are; empty: any
     */
    record Text(List<String> values) implements JsonType {

        public Text {
            values = List.copyOf(values);
        }

        @Override
        public ObjectNode schema(JsonSchemas schemas) {
            ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "string");
            if (!values.isEmpty()) {
                values.forEach(schema.putArray("enum")::add);
            }
            return schema;
        }

        @Override
        public List<Column> columns(Column at, List<JsonNode> all) {
            return List.of(at);
        }
    }

    /**
     * A time, a number or a truth.
     *
     * @param format as JSON schemas name it; empty: none
     */
    record Scalar(String type, String format) implements JsonType {

        @Override
        public ObjectNode schema(JsonSchemas schemas) {
            ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", type);
            return format.isEmpty() ? schema : schema.put("format", format);
        }

        @Override
        public List<Column> columns(Column at, List<JsonNode> values) {
            return List.of(at);
        }
    }

    /** An object of values under keys that are not known beforehand; a column for each key that occurs. */
    record Map(JsonType values) implements JsonType {

        @Override
        public ObjectNode schema(JsonSchemas schemas) {
            ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
            schema.set("additionalProperties", values.schema(schemas));
            return schema;
        }

        @Override
        public List<Column> columns(Column at, List<JsonNode> all) {
            TreeSet<String> keys = new TreeSet<>();
            all.forEach(value -> value.fieldNames().forEachRemaining(keys::add));
            return keys.stream().map(at::below).toList();
        }
    }

    /** An object; its columns are those of its properties. */
    record One(Shape shape) implements JsonType {

        @Override
        public ObjectNode schema(JsonSchemas schemas) {
            return schemas.reference(shape);
        }

        @Override
        public List<Column> columns(Column at, List<JsonNode> all) {
            List<Column> columns = new ArrayList<>();
            for (Shape.Property property : shape.properties()) {
                List<JsonNode> values =
                        all.stream().map(value -> value.path(property.name())).toList();
                columns.addAll(property.type().columns(at.below(property.name()), values));
            }
            return columns;
        }
    }

    /** An array of objects; one column, which holds it as JSON. */
    record Many(Shape shape) implements JsonType {

        @Override
        public ObjectNode schema(JsonSchemas schemas) {
            ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "array");
            schema.set("items", schemas.reference(shape));
            return schema;
        }

        @Override
        public List<Column> columns(Column at, List<JsonNode> values) {
            return List.of(at.ofArrays());
        }
    }

    /**
     * An object of objects. A table has a row for each of them, so in columns it is a single one.
     *
     * @param key property of the inner objects that stands as the key
     */
    record Keyed(Shape shape, String key) implements JsonType {

        @Override
        public ObjectNode schema(JsonSchemas schemas) {
            return new Map(new One(shape)).schema(schemas);
        }

        @Override
        public List<Column> columns(Column at, List<JsonNode> values) {
            return new One(shape).columns(at, values);
        }
    }

    /** A text that is always the same. */
    static JsonType constant(String value) {
        return new Text(List.of(value));
    }
}
