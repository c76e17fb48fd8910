package dev.weir.schemas.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * Shapes as JSON schemas (draft 2020-12, the one of OpenAPI 3.1). Each shape becomes one schema, which others refer to.
 * Properties beyond those that are named are allowed, so a client of today reads the answers of a later release. Not
 * thread-safe.
 */
public final class JsonSchemas {

    private final String root;
    private final Map<String, ObjectNode> schemas = new TreeMap<>();

    /** @param root what a reference begins with, for example {@code #/components/schemas/} */
    public JsonSchemas(String root) {
        this.root = root;
    }

    /** A reference to the schema of a shape, which is added with all that it refers to. */
    public ObjectNode reference(Shape shape) {
        if (!schemas.containsKey(shape.name())) {
            ObjectNode schema = JsonNodeFactory.instance.objectNode();
            schemas.put(shape.name(), schema);
            describe(shape, schema);
        }
        return JsonNodeFactory.instance.objectNode().put("$ref", root + shape.name());
    }

    /** Every schema that was added, by name. */
    public ObjectNode all() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        schemas.forEach(all::set);
        return all;
    }

    private void describe(Shape shape, ObjectNode schema) {
        schema.put("type", "object").put("description", shape.doc());
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (Shape.Property property : shape.properties()) {
            properties.set(property.name(), property.type().schema(this).put("description", property.doc()));
            if (property.always()) {
                required.add(property.name());
            }
        }
        if (required.isEmpty()) {
            schema.remove("required");
        }
    }
}
