package dev.weir.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.json.RecordNames.Added;
import dev.weir.schemas.json.Shape.Property;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.specific.SpecificRecord;

/**
 * Windows and alerts as people and programs read them: one JSON object for each record, the same over HTTP, on the command
 * line and in files. The object follows from the Avro schema, so each field of a record reaches it:
 *
 * <ul>
 *   <li>names as in the schema, but {@code _usd} for {@code _nano_usd} and {@code _ms} for {@code _micros}; the few others
 *       stand in the table {@link RecordNames};
 *   <li>times in ISO-8601, UTC; money in USD as an exact decimal; enums in lower case;
 *   <li>a sketch as {@code p50}, {@code p90}, {@code p95}, {@code p99} and {@code n};
 *   <li>an unknown value is absent; an empty array or map is there, because it is known to be empty.
 * </ul>
 *
 * <p>Thread-safe; what a schema means is worked out once.
 */
public final class RecordJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int NANO_DIGITS = 9;
    private static final int MICRO_DIGITS = 3;
    private static final Map<Schema, RecordJson> OF = new ConcurrentHashMap<>();

    /** One property: what it is, and how it comes from a record; empty: unknown. */
    private record Member(Property property, Function<SpecificRecord, Optional<JsonNode>> value) {}

    private final Shape shape;
    private final List<Member> members;

    private RecordJson(Schema schema) {
        this.members = members(schema);
        this.shape = new Shape(
                schema.getName(),
                schema.getDoc(),
                members.stream().map(Member::property).toList());
    }

    /** The object of a record. */
    public static ObjectNode of(SpecificRecord record) {
        return of(record.getSchema()).write(record);
    }

    /** What the objects of records of a schema hold. */
    public static Shape shapeOf(Schema schema) {
        return of(schema).shape;
    }

    /** Nano-dollars as dollars, exact. */
    public static BigDecimal usd(long nanoUsd) {
        return SketchJson.plain(BigDecimal.valueOf(nanoUsd, NANO_DIGITS));
    }

    private static RecordJson of(Schema schema) {
        RecordJson known = OF.get(schema);
        if (known != null) {
            return known;
        }
        RecordJson made = new RecordJson(schema);
        OF.put(schema, made);
        return made;
    }

    private ObjectNode write(SpecificRecord record) {
        ObjectNode json = JSON.objectNode();
        members.forEach(
                member -> member.value.apply(record).ifPresent(value -> json.set(member.property.name(), value)));
        return json;
    }

    private static List<Member> members(Schema schema) {
        List<Member> members = new ArrayList<>();
        RecordNames.addedTo(schema.getName()).forEach(added -> members.add(member(added)));
        for (Field field : schema.getFields()) {
            RecordNames.addedBefore(schema.getName(), field.name()).forEach(added -> members.add(member(added)));
            members.add(member(schema.getName(), field));
        }
        return members;
    }

    private static Member member(Added added) {
        return new Member(added.property(), record -> Optional.of(added.value().apply(record)));
    }

    private static Member member(String record, Field field) {
        Schema schema = TraceEventJson.presentBranch(field.schema());
        String name = RecordNames.nameOf(record, field.name());
        if (schema.getType() == Schema.Type.BYTES) {
            SketchJson sketch = field.name().endsWith(RecordNames.MICROS) ? SketchJson.MILLIS : SketchJson.WHOLES;
            Function<SpecificRecord, SketchJson.Known> known = RecordNames.known(record, field.name());
            return new Member(
                    new Property(name, field.doc(), new JsonType.One(sketch.shape()), true),
                    one -> Optional.of(sketch.write((ByteBuffer) one.get(field.pos()), known.apply(one))));
        }
        if (RecordNames.isMicrosOrUnknown(record, field.name())) {
            return new Member(
                    new Property(name, "Latency in milliseconds; absent: unmeasured.", JsonType.REAL, false),
                    one -> Optional.of((Long) one.get(field.pos()))
                            .filter(micros -> micros >= 0)
                            .map(micros ->
                                    DecimalNode.valueOf(SketchJson.plain(BigDecimal.valueOf(micros, MICRO_DIGITS)))));
        }
        Codec codec = field.name().endsWith(RecordNames.NANO_USD)
                ? new Codec(JsonType.USD, value -> DecimalNode.valueOf(usd((Long) value)))
                : codec(schema, RecordNames.keyOf(record, field.name()));
        return new Member(
                new Property(
                        name,
                        field.doc().replace("nano-USD", "USD"),
                        codec.type,
                        !field.schema().isNullable()),
                one -> Optional.ofNullable(one.get(field.pos())).map(codec.write));
    }

    /** What a schema becomes, and how a value of it does. */
    private record Codec(JsonType type, Function<Object, JsonNode> write) {}

    private static Codec codec(Schema schema, String key) {
        return switch (schema.getType()) {
            case STRING -> new Codec(JsonType.TEXT, value -> JSON.textNode(value.toString()));
            case ENUM ->
                new Codec(
                        new JsonType.Text(schema.getEnumSymbols().stream()
                                .map(symbol -> symbol.toLowerCase(Locale.ROOT))
                                .toList()),
                        value -> JSON.textNode(value.toString().toLowerCase(Locale.ROOT)));
            case INT -> new Codec(JsonType.WHOLE, value -> JSON.numberNode((Integer) value));
            case LONG ->
                schema.getLogicalType() instanceof LogicalTypes.TimestampMicros
                        ? new Codec(JsonType.TIME, value -> JSON.textNode(((Instant) value).toString()))
                        : new Codec(JsonType.WHOLE, value -> JSON.numberNode((Long) value));
            case DOUBLE -> new Codec(JsonType.REAL, value -> JSON.numberNode((Double) value));
            case RECORD -> new Codec(new JsonType.One(shapeOf(schema)), value -> of((SpecificRecord) value));
            case MAP -> map(schema.getValueType());
            case ARRAY -> key.isEmpty() ? array(schema.getElementType()) : keyed(schema.getElementType(), key);
            default ->
                throw new IllegalStateException("Avro type " + schema.getType() + ": expected one that JSON can carry");
        };
    }

    private static Codec map(Schema values) {
        Codec each = codec(values, "");
        return new Codec(new JsonType.Map(each.type), value -> {
            ObjectNode object = JSON.objectNode();
            new TreeMap<>((Map<?, ?>) value).forEach((key, one) -> object.set(key.toString(), each.write.apply(one)));
            return object;
        });
    }

    private static Codec array(Schema elements) {
        return new Codec(new JsonType.Many(shapeOf(elements)), value -> {
            ArrayNode array = JSON.arrayNode();
            ((List<?>) value).forEach(element -> array.add(of((SpecificRecord) element)));
            return array;
        });
    }

    /** Two elements of one key differ in their scale, which the second key then names. */
    private static Codec keyed(Schema elements, String key) {
        return new Codec(new JsonType.Keyed(shapeOf(elements), key), value -> {
            ObjectNode object = JSON.objectNode();
            for (Object element : (List<?>) value) {
                ObjectNode one = of((SpecificRecord) element);
                String name = one.path(key).asText();
                object.set(object.has(name) ? name + " (" + one.path("scale").asText() + ")" : name, one);
            }
            return object;
        });
    }
}
