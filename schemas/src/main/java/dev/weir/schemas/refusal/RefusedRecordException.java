package dev.weir.schemas.refusal;

import dev.weir.schemas.headers.DeadLetterHeaders.Refusal;

/**
 * Thrown by a step that refuses the record at hand before it has changed anything for it. The application makes a dead
 * letter of the record in the transaction that moves the offset, and the task goes on.
 */
public final class RefusedRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;
    private final boolean keepsValue;

    /**
     * @param keepsValue whether the letter has the record's value; not where it may hold prompts and answers of calls that
     *     nothing is wrong with, for those are at its origin only
     */
    public RefusedRecordException(Refusal refusal, boolean keepsValue) {
        super(refusal.message(), null, false, false);
        this.refusal = refusal;
        this.keepsValue = keepsValue;
    }

    public Refusal refusal() {
        return refusal;
    }

    public boolean keepsValue() {
        return keepsValue;
    }
}
