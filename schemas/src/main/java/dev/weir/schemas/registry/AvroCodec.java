package dev.weir.schemas.registry;

import dev.weir.schemas.Topic;
import dev.weir.schemas.registry.UndecodableRecordException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Records to bytes and back in the Confluent wire format: a zero byte, the writer schema's id in four bytes, Avro binary.
 * A reader resolves the writer's schema to its own, so records of older and newer producers are read alike.
 *
 * <p>Decoding ends in a record, in {@link UndecodableRecordException} (these bytes never will be one) or in {@link
 * RegistryUnavailableException} (nothing is known of them yet); nothing else is thrown, and memory stays proportional to
 * the bytes given, whatever lengths they claim. Thread-safe; each thread keeps one encoder, one decoder and one reader per
 * schema id and class.
 */
public final class AvroCodec {

    /** Bytes before the Avro binary: a zero byte and the schema id. */
    public static final int HEADER_BYTES = 1 + Integer.BYTES;

    private static final int KEPT_BUFFER_BYTES = 1 << 20;

    private final SchemaRegistry registry;
    private final Map<WriterKey, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Class<?>, SpecificDatumWriter<SpecificRecord>> writers = new ConcurrentHashMap<>();
    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

    static {
        TrustedRecords.trust();
    }

    public AvroCodec(SchemaRegistry registry) {
        this.registry = registry;
    }

    /**
     * Wire form of a record.
     *
     * @throws RegistryUnavailableException if the schema's id is not known yet and the registry is out of reach
     * @throws SchemaRejectedException if the registry refuses the schema for this topic
     * @throws SerializationException if a required field is missing; names the field, never its value
     */
    public byte[] encode(Topic topic, SpecificRecord record) {
        int id = idOf(topic, record);
        Scratch mine = scratch.get();
        ByteArrayOutputStream out = mine.out;
        out.reset();
        out.write(0);
        out.write(id >>> 24);
        out.write(id >>> 16);
        out.write(id >>> 8);
        out.write(id);
        try {
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, mine.encoder);
            mine.encoder = encoder;
            writerOf(record).write(record, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException | RuntimeException e) {
            scratch.remove(); // the encoder may hold half a record
            throw new SerializationException(
                    "cannot encode " + record.getSchema().getFullName() + " for " + topic.name() + ": "
                            + (e instanceof NullPointerException
                                    ? e.getMessage()
                                    : e.getClass().getSimpleName()),
                    e);
        } finally {
            if (out.size() > KEPT_BUFFER_BYTES) {
                scratch.remove();
            }
        }
    }

    /**
     * The record in bytes whose type the caller knows.
     *
     * @throws UndecodableRecordException if the bytes are no such record and never will be; says why
     * @throws RegistryUnavailableException if the writer's schema cannot be asked for now
     */
    public <T extends SpecificRecord> T decode(byte[] bytes, Class<T> type) {
        int id = idIn(bytes);
        return type.cast(read(bytes, id, type));
    }

    /**
     * The record in bytes of whichever of our types the writer wrote, for topics that carry two.
     *
     * @throws UndecodableRecordException if the bytes are no record of ours and never will be; says why
     * @throws RegistryUnavailableException if the writer's schema cannot be asked for now
     */
    public SpecificRecord decodeAny(byte[] bytes) {
        int id = idIn(bytes);
        Schema writer = writerSchema(id);
        Class<? extends SpecificRecord> type = WireRecords.named(writer.getFullName());
        if (type == null) {
            throw new UndecodableRecordException(
                    Reason.INCOMPATIBLE_SCHEMA,
                    "schema id " + id + " is " + writer.getFullName() + ": expected a record of dev.weir.schemas.avro");
        }
        return read(bytes, id, type);
    }

    private SpecificRecord read(byte[] bytes, int id, Class<? extends SpecificRecord> type) {
        Scratch mine = scratch.get();
        ReaderKey key = new ReaderKey(id, type);
        RecordReader reader = mine.readers.get(key);
        if (reader == null) {
            reader = new RecordReader(writerSchema(id), id, type);
            mine.readers.put(key, reader);
        }
        BinaryDecoder decoder =
                DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, mine.decoder);
        mine.decoder = decoder;
        return reader.read(decoder);
    }

    /**
     * The schema of a writer by its id, where that writes records of a type; empty where it writes others, which {@link
     * #decode} refuses.
     *
     * @throws UndecodableRecordException if the registry has no such schema
     * @throws RegistryUnavailableException if the registry cannot be asked for now
     */
    public Optional<Schema> writerSchema(int id, Class<? extends SpecificRecord> type) {
        Schema writer = writerSchema(id);
        return RecordReader.isNamedAlike(writer, WireRecords.schemaOf(type)) ? Optional.of(writer) : Optional.empty();
    }

    private Schema writerSchema(int id) {
        try {
            return registry.schemaOf(id);
        } catch (UnknownSchemaException e) {
            throw new UndecodableRecordException(
                    Reason.UNKNOWN_SCHEMA, "schema id " + id + " is unknown to the registry", e);
        }
    }

    private static int idIn(byte[] bytes) {
        if (bytes.length < HEADER_BYTES) {
            throw new UndecodableRecordException(
                    Reason.NOT_WIRE_FORMAT,
                    "record of " + bytes.length
                            + " bytes: expected a zero byte, a schema id of 4 bytes and Avro binary");
        }
        if (bytes[0] != 0) {
            throw new UndecodableRecordException(
                    Reason.NOT_WIRE_FORMAT, "first byte " + (bytes[0] & 0xFF) + ": expected 0 (Confluent wire format)");
        }
        return ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
    }

    private int idOf(Topic topic, SpecificRecord record) {
        WriterKey key = new WriterKey(topic.name(), record.getClass());
        Integer known = ids.get(key);
        if (known == null) {
            Schema schema = SchemaText.wireForm(record.getSchema());
            known = registry.idOf(Subjects.of(topic, schema), schema);
            ids.put(key, known);
        }
        return known;
    }

    private SpecificDatumWriter<SpecificRecord> writerOf(SpecificRecord record) {
        return writers.computeIfAbsent(
                record.getClass(),
                type -> new SpecificDatumWriter<>(record.getSchema(), SpecificData.getForClass(type)));
    }

    private record WriterKey(String topic, Class<?> type) {}

    private record ReaderKey(int writerId, Class<?> type) {}

    /** What one thread reuses from record to record. */
    private static final class Scratch {
        final ByteArrayOutputStream out = new ByteArrayOutputStream(2048);
        final Map<ReaderKey, RecordReader> readers = new HashMap<>();

        @Nullable
        BinaryEncoder encoder;

        @Nullable
        BinaryDecoder decoder;
    }
}
