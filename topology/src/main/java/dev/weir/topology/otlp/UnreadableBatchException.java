package dev.weir.topology.otlp;

/** A record that is no batch at all. The message says what came and what was expected, and quotes nothing of it. */
public final class UnreadableBatchException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnreadableBatchException(String message) {
        super(message);
    }
}
