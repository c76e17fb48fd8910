package dev.weir.topology.record;

/** A record that will never be a call; says why. */
public final class ReadingException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Rejection reason;

    public ReadingException(Rejection reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** Field, what came and what was expected; never a text. */
    public String message() {
        return String.valueOf(getMessage());
    }

    public Rejection reason() {
        return reason;
    }
}
