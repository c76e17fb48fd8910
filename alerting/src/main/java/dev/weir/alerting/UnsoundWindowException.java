package dev.weir.alerting;

/** A window that decodes and still makes no sense; a case for the dead-letter topic. */
final class UnsoundWindowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsoundWindowException(String message) {
        super(message);
    }
}
