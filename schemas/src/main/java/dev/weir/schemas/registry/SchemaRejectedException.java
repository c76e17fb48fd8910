package dev.weir.schemas.registry;

import org.apache.kafka.common.errors.SerializationException;

/** The registry refused a schema; the message contains its reason. */
public final class SchemaRejectedException extends SerializationException {
    private static final long serialVersionUID = 1L;

    public SchemaRejectedException(String message) {
        super(message);
    }
}
