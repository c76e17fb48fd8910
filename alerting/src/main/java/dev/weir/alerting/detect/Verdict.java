package dev.weir.alerting.detect;

/** What a rule says of one window. */
public enum Verdict {
    /** The condition holds, significantly and by enough. */
    BREACH,
    /** Enough was seen, and the condition does not hold. */
    CLEAR,
    /** Too few calls, unknown values or too short a history: neither of the two. */
    INSUFFICIENT,
    /** A shifted level has lasted so long that it is the new baseline. */
    EXPIRED
}
