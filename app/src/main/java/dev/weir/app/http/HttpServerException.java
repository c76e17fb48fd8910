package dev.weir.app.http;

/** The HTTP server cannot start; the message says what is in the way. */
public final class HttpServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HttpServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
