package dev.weir.schemas.registry;

import org.apache.kafka.common.errors.SerializationException;

/** The registry answered that it has no schema with this id. */
public final class UnknownSchemaException extends SerializationException {
    private static final long serialVersionUID = 1L;

    public UnknownSchemaException(String message) {
        super(message);
    }
}
