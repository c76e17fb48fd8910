package dev.weir.alerting;

import dev.weir.alerting.avro.AlertEntry;
import dev.weir.schemas.registry.TrustedRecords;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.message.BadHeaderException;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * Avro records as values of stores. Each value names the schema that it was written with. Avro instantiates classes that it
 * trusts only; those of the stores are added to what {@link TrustedRecords} trusts.
 */
final class StoredRecordSerde {

    private static final String PACKAGE = AlertEntry.class.getPackageName();

    static {
        TrustedRecords.trust();
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(),
                type -> type.getPackageName().equals(PACKAGE)));
    }

    private StoredRecordSerde() {}

    /**
     * The serde of one record type.
     *
     * @throws SerializationException on reading, if a value is none, or of a schema that the decoder does not know
     */
    static <T> Serde<T> of(BinaryMessageEncoder<T> encoder, BinaryMessageDecoder<T> decoder) {
        return Serdes.serdeFrom((topic, value) -> write(encoder, value), (topic, bytes) -> read(decoder, bytes));
    }

    private static <T> byte @Nullable [] write(BinaryMessageEncoder<T> encoder, @Nullable T value) {
        if (value == null) {
            return null;
        }
        try {
            ByteBuffer buffer = encoder.encode(value);
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new SerializationException("state cannot be written", e);
        }
    }

    private static <T> @Nullable T read(BinaryMessageDecoder<T> decoder, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            return decoder.decode(bytes);
        } catch (BadHeaderException | MissingSchemaException e) {
            throw new SerializationException(
                    "state of another version of Weir: expected a new application id or empty stores", e);
        } catch (IOException e) {
            throw new SerializationException("state of " + bytes.length + " bytes cannot be read", e);
        }
    }
}
