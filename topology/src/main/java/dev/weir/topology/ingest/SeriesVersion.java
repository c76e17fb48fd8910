package dev.weir.topology.ingest;

/** Field of an event that distinguishes versions of a route. */
public enum SeriesVersion {
    /** The experiment variant, else the prompt version. */
    VARIANT_OR_PROMPT,
    /** The calling service's version. */
    SERVICE,
    /** Versions are merged. */
    NONE
}
