package dev.weir.app.traffic;

/** A replay that could not deliver an event. Those sent before it may have been delivered. */
public final class ReplayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReplayException(String message, Throwable cause) {
        super(message, cause);
    }
}
