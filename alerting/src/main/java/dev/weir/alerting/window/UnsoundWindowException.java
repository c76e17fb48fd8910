package dev.weir.alerting.window;

/** A window that decodes and still makes no sense; a case for the dead-letter topic. */
public final class UnsoundWindowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnsoundWindowException(String message) {
        super(message);
    }
}
