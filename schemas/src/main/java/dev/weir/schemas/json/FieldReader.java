package dev.weir.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.avro.Document;
import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.SpanStatus;
import dev.weir.schemas.avro.ToolCall;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Fields of one JSON object into a record, by the record's own Avro schema; problems are collected, not thrown. */
final class FieldReader {

    private static final int SHOWN_CHARACTERS = 40;
    private static final Set<String> TEXT_FIELDS = Set.of(
            "system_text", "input_text", "output_text", "reference_text", "refusal", "text", "arguments", "attributes");
    private static final DateTimeFormatter ISO_8601 = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT);

    private final List<String> problems;

    FieldReader(List<String> problems) {
        this.problems = problems;
    }

    /** Sets every field of the record; a field that is absent or null gets its default. */
    void readFields(SpecificRecord record, ObjectNode object, String prefix) {
        for (Field field : record.getSchema().getFields()) {
            String key = prefix + field.name();
            JsonNode node = object.get(field.name());
            if (node != null && !node.isNull()) {
                record.put(field.pos(), read(key, field.name(), node, TraceEventJson.presentBranch(field.schema())));
            } else if (field.hasDefaultValue()) {
                record.put(field.pos(), SpecificData.get().getDefaultValue(field));
            } else {
                problems.add(key + " = absent: expected " + expectation(field.schema()));
            }
        }
    }

    private @Nullable Object read(String key, String name, JsonNode node, Schema schema) {
        return switch (schema.getType()) {
            case STRING -> text(key, name, node);
            case ENUM -> symbol(key, node, schema);
            case INT -> number(key, name, node, schema, decimal -> decimal.intValueExact());
            case LONG ->
                isTime(schema)
                        ? time(key, name, node, schema)
                        : number(key, name, node, schema, decimal -> decimal.longValueExact());
            case DOUBLE -> number(key, name, node, schema, FieldReader::finite);
            case MAP -> attributes(key, name, node);
            case ARRAY -> records(key, node, schema.getElementType());
            default ->
                throw new IllegalStateException("field " + key + " has Avro type " + schema.getType()
                        + ": expected one that JSON lines can carry");
        };
    }

    private @Nullable String text(String key, String name, JsonNode node) {
        if (node.isValueNode() || name.equals("arguments")) {
            return textOf(node);
        }
        return refuse(key, name, node, "a string");
    }

    private @Nullable Object symbol(String key, JsonNode node, Schema schema) {
        String symbol = node.asText("").toUpperCase(Locale.ROOT);
        if (!node.isTextual() || !schema.hasEnumSymbol(symbol)) {
            return refuse(key, "", node, "one of " + schema.getEnumSymbols());
        }
        return schema.getName().equals("SpanKind") ? SpanKind.valueOf(symbol) : SpanStatus.valueOf(symbol);
    }

    private @Nullable Object time(String key, String name, JsonNode node, Schema schema) {
        String value = node.asText("");
        if (node.isTextual() && value.indexOf('T') < 0 && value.indexOf('t') < 0 || node.isNumber()) {
            return number(
                    key,
                    name,
                    node,
                    schema,
                    decimal -> Instant.EPOCH.plus(decimal.longValueExact(), ChronoUnit.MICROS));
        }
        try {
            Instant instant = OffsetDateTime.parse(value, ISO_8601).toInstant().truncatedTo(ChronoUnit.MICROS);
            long micros = ChronoUnit.MICROS.between(Instant.EPOCH, instant); // fails beyond what 64 bits hold
            return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        } catch (DateTimeException | ArithmeticException e) {
            return refuse(key, name, node, expectation(schema));
        }
    }

    private @Nullable Object number(
            String key, String name, JsonNode node, Schema schema, Function<BigDecimal, Object> exact) {
        if (node.isNumber() || node.isTextual()) {
            String text = node.asText().strip();
            try {
                if (text.length() <= 100) {
                    return exact.apply(new BigDecimal(text));
                }
            } catch (NumberFormatException | ArithmeticException e) {
                return refuse(key, name, node, expectation(schema));
            }
        }
        return refuse(key, name, node, expectation(schema));
    }

    private @Nullable Map<String, String> attributes(String key, String name, JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return refuse(key, name, node, "an object");
        }
        Map<String, String> attributes = new HashMap<>();
        for (var property : object.properties()) {
            if (!property.getValue().isNull()) {
                attributes.put(property.getKey(), textOf(property.getValue()));
            }
        }
        return attributes;
    }

    private @Nullable List<SpecificRecord> records(String key, JsonNode node, Schema element) {
        if (!node.isArray()) {
            return refuse(key, "text", node, "an array of objects");
        }
        List<SpecificRecord> records = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            String place = key + "[" + i + "]";
            if (node.get(i) instanceof ObjectNode object) {
                SpecificRecord record = element.getName().equals("Document") ? new Document() : new ToolCall();
                readFields(record, object, place + ".");
                records.add(record);
            } else {
                refuse(place, "text", node.get(i), "an object");
            }
        }
        return records;
    }

    private <T> @Nullable T refuse(String key, String name, JsonNode node, String expected) {
        String came = typeOf(node);
        if (!TEXT_FIELDS.contains(name) && node.isValueNode()) {
            String value = node.asText();
            came += " " + (value.length() <= SHOWN_CHARACTERS ? value : value.substring(0, SHOWN_CHARACTERS) + "…");
        }
        problems.add(key + " = " + came + ": expected " + expected);
        return null;
    }

    private static Object finite(BigDecimal decimal) {
        double value = decimal.doubleValue();
        if (Double.isInfinite(value)) {
            throw new ArithmeticException("beyond a double");
        }
        return value;
    }

    private static boolean isTime(Schema schema) {
        return schema.getLogicalType() instanceof LogicalTypes.TimestampMicros;
    }

    private static String expectation(Schema schema) {
        return switch (schema.getType()) {
            case LONG ->
                isTime(schema) ? "an ISO-8601 time with offset or epoch microseconds" : "a whole number of 64 bits";
            case INT -> "a whole number of 32 bits";
            case DOUBLE -> "a finite number";
            case STRING -> "a string";
            default -> schema.getType().getName();
        };
    }

    /** JSON type of a node, in a reader's words. */
    static String typeOf(JsonNode node) {
        return node.isMissingNode() ? "nothing" : node.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    /** Text of a node: a string as it is, anything else as JSON. */
    static String textOf(JsonNode node) {
        return node.isTextual() ? node.textValue() : node.toString();
    }
}
