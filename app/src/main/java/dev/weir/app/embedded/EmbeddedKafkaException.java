package dev.weir.app.embedded;

import org.jspecify.annotations.Nullable;

/** The embedded Kafka cannot start; the message says what is in the way. */
public final class EmbeddedKafkaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedKafkaException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
