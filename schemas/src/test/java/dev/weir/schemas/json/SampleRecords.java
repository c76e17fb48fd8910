package dev.weir.schemas.json;

import dev.weir.schemas.sketch.QuantileSketch;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Records with a value in every field, which a number decides. */
final class SampleRecords {

    private SampleRecords() {}

    static SpecificRecord of(Schema schema, int number) {
        SpecificRecord record =
                (SpecificRecord) SpecificData.newInstance(SpecificData.get().getClass(schema), schema);
        for (Field field : schema.getFields()) {
            record.put(field.pos(), value(TraceEventJson.presentBranch(field.schema()), number));
        }
        return record;
    }

    static Object value(Schema schema, int number) {
        return switch (schema.getType()) {
            case STRING -> "text-" + number;
            case ENUM -> SpecificData.get().createEnum(schema.getEnumSymbols().get(number % 2), schema);
            case INT -> number;
            case LONG ->
                schema.getLogicalType() instanceof LogicalTypes.TimestampMicros
                        ? Instant.ofEpochSecond(1_790_000_000L + number)
                        : (Object) (1_000L + number);
            case DOUBLE -> number + 0.5;
            case BYTES -> sketch(10 + number);
            case MAP -> Map.of("key", value(schema.getValueType(), number));
            case ARRAY -> List.of(value(schema.getElementType(), number));
            case RECORD -> of(schema, number);
            default -> throw new IllegalStateException(schema.toString());
        };
    }

    static ByteBuffer sketch(long... values) {
        QuantileSketch sketch = new QuantileSketch();
        for (long value : values) {
            sketch.add(value);
        }
        return ByteBuffer.wrap(sketch.toBytes());
    }
}
