package dev.weir.alerting.rules;

import dev.weir.alerting.detect.Finding;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** A kind of rule that learns nothing: it decides on each window alone, and is its own memory. */
non-sealed interface StatelessRule extends RuleKind, RuleKind.Memory {

    /** What the rule says of one window. */
    Finding finding(Observation observation);

    @Override
    default boolean learns() {
        return false;
    }

    @Override
    default Memory start() {
        return this;
    }

    @Override
    default Memory restore(SpecificRecord stored) {
        return this;
    }

    @Override
    default Decision observe(Instant windowStart, Observation observation) {
        return new Decision(this, finding(observation));
    }

    @Override
    default Optional<SpecificRecord> stored() {
        return Optional.empty();
    }
}
