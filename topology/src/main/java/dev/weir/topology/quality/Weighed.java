package dev.weir.topology.quality;

import dev.weir.topology.ingest.Ingested.Refused;

/** What became of a score. */
public sealed interface Weighed {

    /** A routed value for the series' quality windows. */
    record Value(byte[] routed) implements Weighed {}

    /** A score that was refused. */
    record Rejected(Refused refused) implements Weighed {}
}
