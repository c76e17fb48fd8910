package dev.weir.app.traffic;

/** A row that holds no event; the message says which column, its actual and its expected value. */
final class MalformedRowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedRowException(String message) {
        super(message, null, false, false);
    }
}
