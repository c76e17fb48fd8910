package dev.weir.topology.ingest;

/** Which field of an event tells versions of a route apart. */
public enum SeriesVersion {
    /** The experiment variant, else the prompt version. */
    VARIANT_OR_PROMPT,
    /** The calling service's version. */
    SERVICE,
    /** Versions are not told apart. */
    NONE
}
