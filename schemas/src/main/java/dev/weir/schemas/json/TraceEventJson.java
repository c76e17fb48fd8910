package dev.weir.schemas.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.TrustedRecords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.specific.SpecificRecord;

/**
 * One JSON object to a {@link TraceEvent} and back. Fields are named as in the Avro schema.
 *
 * <ul>
 *   <li>Times: ISO-8601 with any offset, cut to microseconds, or epoch microseconds.
 *   <li>Numbers may be strings; enums in any case; {@code null} is the same as absent.
 *   <li>{@code tool_calls[].arguments} may be any JSON, which becomes its text; so may attribute values.
 *   <li>Unknown top-level fields become attributes, unless {@code attributes} has that key itself.
 * </ul>
 *
 * <p>Required are only the fields that Avro requires: trace_id, span_id, start_time. Lines beyond 16 M characters a string,
 * 64 levels of nesting or 100 characters a number are refused. Thread-safe.
 */
public final class TraceEventJson {

    private static final int MAX_DEPTH = 64;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(16_000_000)
                            .maxNumberLength(100)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static {
        TrustedRecords.trust();
    }

    private TraceEventJson() {}

    /**
     * The trace event of a JSON object.
     *
     * @throws InvalidTraceEventException if it is none; names every problem
     */
    public static TraceEvent read(String json) {
        JsonNode tree = parse(json);
        if (!(tree instanceof ObjectNode object)) {
            throw new InvalidTraceEventException(
                    List.of("line = " + FieldReader.typeOf(tree) + ": expected an object"));
        }
        List<String> problems = new ArrayList<>();
        TraceEvent event = new TraceEvent();
        new FieldReader(problems).readFields(event, object, "");
        event.setAttributes(withUnknownFields(event, object));
        if (!problems.isEmpty()) {
            throw new InvalidTraceEventException(problems);
        }
        return event;
    }

    /** One line of JSON without a line break; absent fields and empty attributes are left out, times are UTC. */
    public static String write(TraceEvent event) {
        return toTree(event).toString();
    }

    private static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw new InvalidTraceEventException(List.of("line = " + kindOf(e) + where + ": expected one JSON object"));
        }
    }

    /** What is wrong, in our words: the parser's own message quotes the text. */
    private static String kindOf(JsonProcessingException e) {
        if (e instanceof JsonEOFException) {
            return "JSON that ends early";
        }
        if (e instanceof StreamConstraintsException) {
            return "JSON beyond a limit (" + MAX_DEPTH + " levels, 16 M characters a string, 100 a number)";
        }
        return String.valueOf(e.getOriginalMessage()).startsWith("Duplicate")
                ? "JSON with a duplicate key"
                : "malformed JSON";
    }

    private static Map<String, String> withUnknownFields(TraceEvent event, ObjectNode object) {
        Map<String, String> attributes = new HashMap<>();
        for (var property : object.properties()) {
            JsonNode value = property.getValue();
            if (event.getSchema().getField(property.getKey()) == null && !value.isNull()) {
                attributes.put(property.getKey(), FieldReader.textOf(value));
            }
        }
        if (event.getAttributes() != null) {
            attributes.putAll(event.getAttributes());
        }
        return attributes;
    }

    private static ObjectNode toTree(SpecificRecord record) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            if (value != null && !(value instanceof Map<?, ?> map && map.isEmpty())) {
                object.set(field.name(), toNode(value));
            }
        }
        return object;
    }

    private static JsonNode toNode(Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value instanceof SpecificRecord record) {
            return toTree(record);
        } else if (value instanceof List<?> list) {
            var array = nodes.arrayNode();
            list.forEach(element -> array.add(toNode(element)));
            return array;
        } else if (value instanceof Map<?, ?> map) {
            ObjectNode object = nodes.objectNode();
            map.forEach((key, element) -> object.put(String.valueOf(key), String.valueOf(element)));
            return object;
        } else if (value instanceof Integer number) {
            return nodes.numberNode(number.intValue());
        } else if (value instanceof Long number) {
            return nodes.numberNode(number.longValue());
        } else if (value instanceof Double number) {
            return nodes.numberNode(number.doubleValue());
        }
        return nodes.textNode(value instanceof Instant time ? time.toString() : value.toString());
    }

    /** The branch of a schema that is not null; the schema itself where it is no union. */
    static Schema presentBranch(Schema schema) {
        return schema.isUnion()
                ? schema.getTypes().stream()
                        .filter(branch -> branch.getType() != Schema.Type.NULL)
                        .findFirst()
                        .orElseThrow()
                : schema;
    }
}
