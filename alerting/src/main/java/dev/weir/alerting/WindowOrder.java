package dev.weir.alerting;

/** How a window stands to those of its subject that were read before. */
enum WindowOrder {
    /** First publication of a window that is later than all before. */
    NEXT,
    /** First publication of a window after that of a later one, as a quality window waits for its scores. */
    LATE,
    /** Restatement of the newest window. */
    RESTATES_NEWEST,
    /** Restatement of an older window. */
    RESTATES_OLDER;

    /** Whether the window has not been read before. */
    boolean isFirst() {
        return this == NEXT || this == LATE;
    }
}
