package dev.weir.schemas.registry;

import org.apache.kafka.common.errors.RetriableException;

/** The schema registry is out of reach: nothing is known of the record, and trying again may help. */
public final class RegistryUnavailableException extends RetriableException {
    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public RegistryUnavailableException(String message) {
        super(message);
    }
}
