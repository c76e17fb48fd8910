package dev.weir.topology.otlp.span;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values of OTLP's JSON in the form of plain JSON. */
final class JsonValues {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int LONGEST_NUMBER = 40;

    private JsonValues() {}

    /** Plain value of an {@code AnyValue}; absent when it is empty. A number that cannot be read stays a text. */
    static @Nullable JsonNode value(@Nullable JsonNode any, int depth, int deepest) throws MalformedException {
        if (depth > deepest) {
            throw new MalformedException(
                    "attributes", "a value nested deeper than " + deepest + " levels: expected at most that many");
        }
        if (any == null || !any.isObject()) {
            return any == null || any.isContainerNode() ? null : any; // a bare value is what was meant
        }
        for (var property : any.properties()) {
            JsonNode value = property.getValue();
            switch (property.getKey()) {
                case "stringValue" -> {
                    return value.isValueNode() ? NODES.textNode(value.asText()) : value;
                }
                case "boolValue" -> {
                    return NODES.booleanNode(value.asBoolean());
                }
                case "intValue" -> {
                    return whole(value);
                }
                case "doubleValue" -> {
                    return fraction(value);
                }
                case "arrayValue" -> {
                    return array(value.path("values"), depth, deepest);
                }
                case "kvlistValue" -> {
                    return map(value.path("values"), depth, deepest);
                }
                case "bytesValue" -> {
                    return binary(value);
                }
                default -> {} // of a later version
            }
        }
        return null;
    }

    /**
     * An id in lower-case hexadecimal; as it came where it is neither that nor base64, for the mapping to refuse; empty when it
     * is absent.
     */
    static String id(@Nullable JsonNode node, int bytes, Repairs repairs) {
        if (node == null || !node.isTextual()) {
            return "";
        }
        String text = node.textValue().strip();
        int base64Length = (bytes + 2) / 3 * 4;
        if (text.length() == base64Length && text.endsWith("=")) {
            try {
                String hex = HexFormat.of().formatHex(Base64.getDecoder().decode(text));
                repairs.note(Repair.ID_FROM_BASE64);
                return hex;
            } catch (IllegalArgumentException e) {
                return text; // the mapping refuses it by name
            }
        }
        return text.toLowerCase(Locale.ROOT);
    }

    /** A time in nanoseconds since the epoch; 0 when it is absent. */
    static long nanos(String field, @Nullable JsonNode node) throws MalformedException {
        if (node == null
                || node.isNull()
                || (node.isTextual() && node.textValue().isBlank())) {
            return 0;
        }
        JsonNode whole = whole(node);
        if (whole.isIntegralNumber()) {
            return whole.longValue();
        }
        throw new MalformedException(
                field, field + " is no whole number of 64 bits: expected nanoseconds since the epoch");
    }

    private static JsonNode whole(JsonNode value) {
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return NODES.numberNode(value.longValue());
        }
        if (value.isObject() && value.has("low") && value.has("high")) {
            return NODES.numberNode(
                    (value.path("high").asLong() << 32) | (value.path("low").asLong() & 0xFFFF_FFFFL));
        }
        String text = value.asText("").strip();
        try {
            return text.length() > LONGEST_NUMBER
                    ? NODES.textNode(text)
                    : NODES.numberNode(new BigDecimal(text).longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            return NODES.textNode(text); // counted as unreadable where somebody asks for the number
        }
    }

    private static JsonNode fraction(JsonNode value) {
        if (value.isNumber()) {
            return NODES.numberNode(value.doubleValue());
        }
        String text = value.asText("").strip();
        try {
            return NODES.numberNode(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return NODES.textNode(text); // as above
        }
    }

    private static ArrayNode array(JsonNode values, int depth, int deepest) throws MalformedException {
        ArrayNode array = NODES.arrayNode();
        for (JsonNode element : values) {
            JsonNode value = value(element, depth + 1, deepest);
            array.add(value == null ? NODES.nullNode() : value);
        }
        return array;
    }

    private static ObjectNode map(JsonNode values, int depth, int deepest) throws MalformedException {
        ObjectNode map = NODES.objectNode();
        for (JsonNode entry : values) {
            JsonNode value = value(entry.get("value"), depth + 1, deepest);
            map.set(entry.path("key").asText(""), value == null ? NODES.nullNode() : value);
        }
        return map;
    }

    private static @Nullable JsonNode binary(JsonNode value) {
        try {
            return NODES.binaryNode(Base64.getDecoder().decode(value.asText("")));
        } catch (IllegalArgumentException e) {
            return NODES.textNode(value.asText(""));
        }
    }
}
