package dev.weir.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Whether an object is what its JSON schema says, as far as the schemas of shapes go; names beyond it are problems too. */
public final class Shapes {

    private static final String ROOT = "#/";

    private Shapes() {}

    /** Every difference between an object and its shape. */
    public static List<String> problems(Shape shape, ObjectNode object) {
        JsonSchemas schemas = new JsonSchemas(ROOT);
        ObjectNode schema = schemas.reference(shape);
        List<String> problems = new ArrayList<>();
        check(shape.name(), schemas.all(), schema, object, problems);
        return problems;
    }

    private static void check(String at, ObjectNode all, JsonNode schema, JsonNode value, List<String> problems) {
        JsonNode resolved =
                schema.has("$ref") ? all.path(schema.path("$ref").asText().substring(ROOT.length())) : schema;
        String type = resolved.path("type").asText();
        boolean fits = switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> false;
        };
        if (!fits) {
            problems.add(at + " = " + value + ": expected " + type);
        }
        if (resolved.has("enum") && !contains(resolved.path("enum"), value)) {
            problems.add(at + " = " + value + ": expected one of " + resolved.path("enum"));
        }
        resolved.path("required").forEach(name -> {
            if (!value.has(name.asText())) {
                problems.add(at + "." + name.asText() + ": absent");
            }
        });
        value.properties().forEach(property -> {
            JsonNode inner = resolved.path("properties").path(property.getKey());
            JsonNode each = inner.isMissingNode() ? resolved.path("additionalProperties") : inner;
            if (each.isMissingNode()) {
                problems.add(at + "." + property.getKey() + ": not in the schema");
            } else {
                check(at + "." + property.getKey(), all, each, property.getValue(), problems);
            }
        });
        if (value.isArray()) {
            value.forEach(element -> check(at + "[]", all, resolved.path("items"), element, problems));
        }
    }

    private static boolean contains(JsonNode array, JsonNode value) {
        for (JsonNode one : array) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }
}
