package dev.weir.topology.quality;

import dev.weir.topology.record.RefusedRecord;

/** What became of a score. */
public sealed interface Weighed {

    /** A routed value for the series' quality windows. */
    record Value(byte[] routed) implements Weighed {}

    /** A score that was refused. */
    record Rejected(RefusedRecord refused) implements Weighed {}
}
