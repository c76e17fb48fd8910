package dev.weir.schemas.registry;

import org.apache.kafka.common.errors.SerializationException;

/** The registry answered and refused a schema; the message says what it said. */
public final class SchemaRejectedException extends SerializationException {
    private static final long serialVersionUID = 1L;

    public SchemaRejectedException(String message) {
        super(message);
    }
}
