package dev.weir.schemas.registry;

import org.apache.kafka.common.errors.SerializationException;

/** Bytes that are no record of the expected kind and never will be: a case for the dead-letter topic. */
public final class UndecodableRecordException extends SerializationException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with the bytes. */
    public enum Reason {
        /** Empty, too short, or the first byte is not zero. */
        NOT_WIRE_FORMAT,
        /** The registry has no such schema. */
        UNKNOWN_SCHEMA,
        /** The writer's schema cannot be read as the expected record. */
        INCOMPATIBLE_SCHEMA,
        /** The Avro bytes end early, hold something else, or have bytes left over. */
        CORRUPT
    }

    private final Reason reason;

    public UndecodableRecordException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public UndecodableRecordException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
