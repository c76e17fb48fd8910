package dev.weir.app.command;

/** A command that cannot be carried out as it was given: exit code 2. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An exception whose message is one line for the user. */
    public UsageException(String message) {
        super(message);
    }
}
