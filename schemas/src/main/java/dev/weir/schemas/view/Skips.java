package dev.weir.schemas.view;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;

/** Ways over values that only the writer knows, as {@code GenericDatumReader.skip} goes over them. */
final class Skips {

    private Skips() {}

    /** @throws IllegalArgumentException for what has no bound of its own: a recursive record, items without bytes */
    static Walk of(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> Walk.NOTHING;
            case BOOLEAN -> Walk.BOOLEAN;
            case INT, ENUM -> Walk.INT;
            case LONG -> Walk.LONG;
            case FLOAT -> Walk.FLOAT;
            case DOUBLE -> Walk.DOUBLE;
            case STRING, BYTES -> Walk.SKIPPED_TEXT;
            case FIXED -> Walk.fixed(schema.getFixedSize());
            case MAP -> Walk.skippedMap(of(schema.getValueType()));
            case UNION -> Walk.union(all(schema.getTypes()));
            case RECORD ->
                Walk.record(all(
                        schema.getFields().stream().map(Schema.Field::schema).toList()));
            case ARRAY -> {
                if (leastBytes(schema.getElementType()) == 0) {
                    throw new IllegalArgumentException("items without bytes");
                }
                yield Walk.skippedArray(of(schema.getElementType()));
            }
        };
    }

    private static Walk[] all(List<Schema> schemas) {
        return schemas.stream().map(Skips::of).toArray(Walk[]::new);
    }

    /** Fewest bytes that a value of a schema takes; the cycle of a recursive record counts nothing. */
    static int leastBytes(Schema schema) {
        return leastBytes(schema, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static int leastBytes(Schema schema, Set<Schema> within) {
        return switch (schema.getType()) {
            case NULL -> 0;
            case FIXED -> schema.getFixedSize();
            case FLOAT -> Float.BYTES;
            case DOUBLE -> Double.BYTES;
            case RECORD -> {
                if (!within.add(schema)) {
                    yield 0;
                }
                long sum = 0;
                for (Schema.Field field : schema.getFields()) {
                    sum = Math.min(Integer.MAX_VALUE, sum + leastBytes(field.schema(), within));
                }
                within.remove(schema);
                yield (int) sum;
            }
            default -> 1;
        };
    }
}
