package dev.weir.topology.record;

import dev.weir.schemas.headers.DeadLetterHeaders;

/** Why a record was refused: the value of the dead letter's reason header and the name of its counter. */
public enum Rejection {
    /** The record has no value. */
    NO_VALUE,
    /** Empty, too short, or not starting with a zero byte. */
    NOT_WIRE_FORMAT,
    /** The registry has no schema with the record's id. */
    UNKNOWN_SCHEMA,
    /** The writer's schema cannot be read as the expected record. */
    INCOMPATIBLE_SCHEMA,
    /** The record is none of what its source topic holds. */
    NOT_A_BATCH,
    /** Part of a record that cannot become a trace event; the field at fault is named. */
    UNMAPPABLE,
    /** The Avro bytes end early or hold something else. */
    CORRUPT,
    /** A required field is absent or empty. */
    MISSING_FIELD,
    /** A field has a value that it cannot have. */
    INVALID_FIELD,
    /** A token count is negative, or its parts are larger than the whole. */
    NEGATIVE_TOKENS,
    /** The event time is further before arrival than the configured maximum age. */
    TOO_OLD,
    /** The event time is further after arrival than the configured allowance. */
    IN_THE_FUTURE,
    /** An exception of ours while the event was read, before anything was counted; its class and place are named. */
    DEFECT,
    /** The record ended its task twice; the letter has its key, and its value is at its origin. */
    ENDED_ITS_TASK;

    /** Name on the wire: lower-case words joined by hyphens. */
    public String wireName() {
        return DeadLetterHeaders.spelt(this);
    }
}
