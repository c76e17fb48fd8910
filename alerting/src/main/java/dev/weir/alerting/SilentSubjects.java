package dev.weir.alerting;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Forgets what a store holds of subjects that have been silent for long. A sweep reads the whole store, so there is at most
 * one an hour of completeness. Not thread-safe.
 */
final class SilentSubjects<S> {

    private static final Duration SWEEP_EVERY = Duration.ofHours(1);

    private final Duration keptFor;
    private final Function<S, Instant> newest;
    private @Nullable Instant swept;

    /**
     * @param keptFor how long after its newest window a subject is kept
     * @param newest the newest window of a stored subject
     */
    SilentSubjects(Duration keptFor, Function<S, Instant> newest) {
        this.keptFor = keptFor;
        this.newest = newest;
    }

    /** Starts anew: the next sweep is due at once. */
    void restart() {
        swept = null;
    }

    /** Sweeps, where that is due when windows are complete up to a time. */
    void forget(KeyValueStore<String, S> store, Instant complete) {
        if (swept != null && !complete.isAfter(swept.plus(SWEEP_EVERY))) {
            return;
        }
        swept = complete;
        Instant limit = complete.minus(keptFor);
        try (KeyValueIterator<String, S> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, S> entry = all.next();
                if (newest.apply(entry.value).isBefore(limit)) {
                    store.delete(entry.key);
                }
            }
        }
    }
}
