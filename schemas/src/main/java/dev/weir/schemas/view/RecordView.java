package dev.weir.schemas.view;

import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.RegistryUnavailableException;
import dev.weir.schemas.registry.UndecodableRecordException;
import dev.weir.schemas.view.AvroBytes.Malformed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions.TimestampMicrosConversion;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A few fields of a record, read without making the record: numbers as they stand, texts as a place in the bytes. For
 * paths that see every record and need no text of it. A view is filled by one record after another; what it says holds
 * until the next {@link #read}.
 *
 * <p>Guarantee: it says what {@link AvroCodec#decode} would, for the records of every writer, and refuses with the same
 * reason what that refuses. The whole record is walked, whatever fields are asked for. The writer's schema is resolved
 * once and kept as a plan; where no plan can say it (a wanted field that is a union of several types, a logical type within
 * a union, items that take no bytes) and for bytes that a plan refuses, the library itself decodes and has the last word.
 *
 * <p>Cost with a plan: nothing allocated; see {@code RATIONALE.md} for the figures. Not thread-safe.
 */
public final class RecordView {

    private static final int MOST_FIELDS = Long.SIZE;

    private static final TimestampMicrosConversion MICROS = new TimestampMicrosConversion();
    private static final Schema TIMESTAMP = LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));

    private final AvroCodec codec;
    private final Class<? extends SpecificRecord> type;
    private final int[] positions;
    private final ViewPlanner planner;
    private final Map<Integer, Optional<ViewPlan>> plans = new HashMap<>();
    private final AvroBytes in = new AvroBytes();
    private final long[] values;
    private @Nullable ViewPlan lastPlan;
    private int lastId;
    private long present;
    private byte[] bytes = {};

    /**
     * @param fields names of the record's fields, at most 64: texts, numbers, enums and arrays, or null and one of them.
     *     The slot of a field is its index here.
     * @throws IllegalArgumentException if the record has no such field, or one of another type
     */
    public RecordView(AvroCodec codec, Class<? extends SpecificRecord> type, List<String> fields) {
        this.codec = codec;
        this.type = type;
        Schema schema = SpecificData.get().getSchema(type);
        if (fields.size() > MOST_FIELDS) {
            throw new IllegalArgumentException(fields.size() + " fields: expected at most " + MOST_FIELDS);
        }
        values = new long[fields.size()];
        positions = fields.stream().mapToInt(name -> position(schema, name)).toArray();
        int[] slotOfField = new int[schema.getFields().size()];
        Arrays.fill(slotOfField, -1);
        for (int slot = 0; slot < positions.length; slot++) {
            slotOfField[positions[slot]] = slot;
        }
        planner = new ViewPlanner(schema, SpecificData.getForClass(type), slotOfField);
    }

    /**
     * Takes over a record in the Confluent wire format. After an exception the view is empty.
     *
     * @param record kept until the next call, not copied
     * @throws UndecodableRecordException if the bytes are no such record and never will be; says why
     * @throws RegistryUnavailableException if the writer's schema cannot be asked for now
     */
    public void read(byte[] record) {
        present = 0;
        ViewPlan plan = planFor(record);
        if (plan != null) {
            try {
                in.start(record, AvroCodec.HEADER_BYTES);
                present = plan.read(in, values);
                bytes = record;
                return;
            } catch (Malformed | IndexOutOfBoundsException e) {
                // Refused by the plan. The library says why, below.
            }
        }
        take(codec.decode(record, type));
    }

    /** Whether the record has a value there; not, where it is null. */
    public boolean has(int slot) {
        return (present >>> slot & 1) != 0;
    }

    /**
     * A number, the index of an enum's symbol in our own schema, microseconds since the epoch of a timestamp, or the number
     * of items of an array. Only where {@link #has}.
     */
    public long number(int slot) {
        return values[slot];
    }

    /** A floating-point number. Only where {@link #has}. */
    public double real(int slot) {
        return Double.longBitsToDouble(values[slot]);
    }

    /** Where the bytes of a text begin in {@link #bytes}. Only where {@link #has}. */
    public int offset(int slot) {
        return (int) (values[slot] >>> 32);
    }

    /** How many bytes a text has; 0 where there is none. */
    public int length(int slot) {
        return has(slot) ? (int) values[slot] : 0;
    }

    /** A text, newly decoded: malformed UTF-8 becomes U+FFFD. {@code null} where there is none. */
    public @Nullable String text(int slot) {
        return has(slot) ? new String(bytes, offset(slot), length(slot), StandardCharsets.UTF_8) : null;
    }

    /** Whether a text is empty or all white space; so is one that is not there. */
    public boolean isBlank(int slot) {
        byte[] from = bytes();
        int end = length(slot) == 0 ? 0 : offset(slot) + length(slot);
        for (int at = end - length(slot); at < end; at++) {
            if (from[at] < 0) {
                String text = text(slot);
                return text == null || text.isBlank();
            }
            if (!Character.isWhitespace(from[at])) {
                return false;
            }
        }
        return true;
    }

    /** What offsets point into: the bytes of the record, or a copy of its texts. Not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    private @Nullable ViewPlan planFor(byte[] record) {
        if (record.length < AvroCodec.HEADER_BYTES || record[0] != 0) {
            return null;
        }
        int id = AvroBytes.bigEndianInt(record, 1); // a ByteBuffer would be made for every record
        if (id == lastId && lastPlan != null) {
            return lastPlan;
        }
        Optional<ViewPlan> known = plans.get(id);
        if (known == null) {
            known = codec.writerSchema(id, type).map(planner::plan);
            plans.put(id, known);
        }
        lastId = id;
        lastPlan = known.orElse(null);
        return lastPlan;
    }

    private void take(SpecificRecord record) {
        ByteArrayOutputStream texts = new ByteArrayOutputStream();
        for (int slot = 0; slot < positions.length; slot++) {
            Object value = record.get(positions[slot]);
            if (value != null) {
                present |= 1L << slot;
                values[slot] = value instanceof String text ? append(text, texts) : number(value);
            }
        }
        bytes = texts.toByteArray();
    }

    private static long append(String text, ByteArrayOutputStream texts) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        long place = (long) texts.size() << 32 | utf8.length;
        texts.writeBytes(utf8);
        return place;
    }

    private static long number(Object value) {
        if (value instanceof Instant instant) {
            return MICROS.toLong(instant, TIMESTAMP, TIMESTAMP.getLogicalType());
        }
        if (value instanceof Double real) {
            return Double.doubleToRawLongBits(real);
        }
        if (value instanceof Enum<?> symbol) {
            return symbol.ordinal();
        }
        return value instanceof Collection<?> items ? items.size() : ((Number) value).longValue();
    }

    private static int position(Schema record, String name) {
        Schema.Field field = record.getField(name);
        if (field == null || !isViewable(field.schema())) {
            throw new IllegalArgumentException("field " + name + " of " + record.getFullName()
                    + ": expected a text, a number, an enum or an array");
        }
        return field.pos();
    }

    private static boolean isViewable(Schema schema) {
        return switch (schema.getType()) {
            case STRING, INT, LONG, DOUBLE, ENUM, ARRAY -> true;
            case UNION ->
                schema.getTypes().size() == 2
                        && schema.getTypes().stream()
                                .allMatch(branch -> branch.getType() == Schema.Type.NULL
                                        || (branch.getType() != Schema.Type.UNION && isViewable(branch)));
            default -> false;
        };
    }
}
