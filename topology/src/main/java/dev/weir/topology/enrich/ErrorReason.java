package dev.weir.topology.enrich;

import java.util.Locale;

/** Why a call counts as failed: a closed vocabulary, since provider messages are neither stable nor fit to be stored. */
public enum ErrorReason {
    NONE(ErrorClass.NONE),
    /** 429, or an error type that says so. */
    RATE_LIMITED(ErrorClass.HARD),
    /** 401, 403, or an error type that says so. */
    AUTHENTICATION(ErrorClass.HARD),
    /** The prompt was longer than the model takes; 413. */
    CONTEXT_TOO_LONG(ErrorClass.HARD),
    /** 408, 504, or an error type that says so. */
    TIMEOUT(ErrorClass.HARD),
    /** 503, 529, or an error type that says so. */
    OVERLOADED(ErrorClass.HARD),
    /** Any other 4xx. */
    BAD_REQUEST(ErrorClass.HARD),
    /** Any other 5xx. */
    SERVER_ERROR(ErrorClass.HARD),
    /** Failed, and nothing says how. */
    FAILED(ErrorClass.HARD),
    /** The model stopped by itself, without any text or tool call. */
    EMPTY_OUTPUT(ErrorClass.SOFT),
    /** The provider could not read what the model wrote, such as a malformed tool call. */
    MALFORMED_OUTPUT(ErrorClass.SOFT),
    /** The finish reason says error. */
    FINISH_ERROR(ErrorClass.SOFT);

    private final ErrorClass errorClass;
    private final String wireName = name().toLowerCase(Locale.ROOT);

    ErrorReason(ErrorClass errorClass) {
        this.errorClass = errorClass;
    }

    /** Class of the error. */
    public ErrorClass errorClass() {
        return errorClass;
    }

    /** Lower-case name for counters and labels. */
    public String wireName() {
        return wireName;
    }
}
