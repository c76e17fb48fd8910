package dev.weir.topology.aggregate;

/** What the end of the input makes due. */
public enum InputEnd {
    /** It has not been reached. */
    NOT_REACHED,
    /** It has: corrections and complete windows are due, other open windows still wait. */
    REVISES_ALL,
    /** It has, and nothing is outstanding: everything is due. */
    CLOSES_ALL
}
