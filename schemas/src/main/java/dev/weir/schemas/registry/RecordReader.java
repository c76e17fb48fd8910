package dev.weir.schemas.registry;

import dev.weir.schemas.registry.UndecodableRecordException.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reader of one writer schema into one generated class. Whatever Avro throws on hostile bytes leaves here as an {@link
 * UndecodableRecordException}: incompatible where the two schemas do not match, corrupt otherwise. Used by one thread.
 */
final class RecordReader {

    private final Schema writer;
    private final Schema expected;
    private final int writerId;
    private final SpecificDatumReader<SpecificRecord> reader;
    private @Nullable List<String> mismatches;

    RecordReader(Schema writer, int writerId, Class<? extends SpecificRecord> type) {
        this.writer = writer;
        this.writerId = writerId;
        expected = WireRecords.schemaOf(type);
        if (!isNamedAlike(writer, expected)) {
            throw incompatible("expected " + expected.getFullName(), null);
        }
        reader = new SpecificDatumReader<>(writer, expected, SpecificData.getForClass(type));
    }

    SpecificRecord read(BinaryDecoder decoder) {
        int left;
        SpecificRecord record;
        try {
            record = reader.read(null, decoder);
            left = decoder.inputStream().available();
        } catch (EOFException e) {
            throw broken("the bytes end early", e);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // Avro has no common type for what bad bytes cause: its own exceptions, index and cast errors, and a
            // stack overflow for a recursive writer schema all mean the same here.
            throw broken("Avro refuses them with " + e.getClass().getSimpleName(), e);
        }
        if (left > 0) {
            throw new UndecodableRecordException(
                    Reason.CORRUPT, subject() + ": " + left + " bytes left over after the record, expected none");
        }
        return record;
    }

    private UndecodableRecordException broken(String how, Throwable cause) {
        if (mismatches == null) {
            mismatches = mismatches();
        }
        if (!mismatches.isEmpty()) {
            return incompatible("cannot be read as ours: " + mismatches, cause);
        }
        return new UndecodableRecordException(
                Reason.CORRUPT, subject() + ": expected one whole Avro record, but " + how, cause);
    }

    /** Where the writer's schema does not resolve to ours; asked for once, only after a failure, since it is slow. */
    private List<String> mismatches() {
        return SchemaCompatibility.checkReaderWriterCompatibility(expected, writer)
                .getResult()
                .getIncompatibilities()
                .stream()
                .map(mismatch -> mismatch.getType() + " at " + mismatch.getLocation())
                .toList();
    }

    private UndecodableRecordException incompatible(String why, @Nullable Throwable cause) {
        String message = subject() + ": " + why;
        return cause == null
                ? new UndecodableRecordException(Reason.INCOMPATIBLE_SCHEMA, message)
                : new UndecodableRecordException(Reason.INCOMPATIBLE_SCHEMA, message, cause);
    }

    static boolean isNamedAlike(Schema writer, Schema expected) {
        return writer.getType() == Schema.Type.RECORD
                && (writer.getFullName().equals(expected.getFullName())
                        || expected.getAliases().contains(writer.getFullName()));
    }

    private String subject() {
        return "record of " + writer.getFullName() + " (schema id " + writerId + ")";
    }
}
