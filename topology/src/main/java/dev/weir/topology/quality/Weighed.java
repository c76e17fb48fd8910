package dev.weir.topology.quality;

import dev.weir.topology.record.RefusedRecord;
import java.util.List;

/** What became of a score. */
public sealed interface Weighed {

    /** What was refused; at most one record. */
    default List<RefusedRecord> refusals() {
        return List.of();
    }

    /** Routed values; at most one. */
    default List<byte[]> values() {
        return List.of();
    }

    /** A routed value for the series' quality windows. */
    record Value(byte[] routed) implements Weighed {

        @Override
        public List<byte[]> values() {
            return List.of(routed);
        }
    }

    /** A score that was refused. */
    record Rejected(RefusedRecord refused) implements Weighed {

        @Override
        public List<RefusedRecord> refusals() {
            return List.of(refused);
        }
    }
}
