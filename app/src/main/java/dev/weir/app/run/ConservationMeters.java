package dev.weir.app.run;

import dev.weir.schemas.supervision.SupervisedLoop;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The conservation counters as {@code weir.conservation.records}, by store and counter: what the tasks that run here have
 * committed, read from their stores every {@link #READ_EVERY} by a thread of its own. Summed over all instances,
 * {@code read = counted + duplicates + other-spans + refused}. Gauges and not counters, because they move with the tasks:
 * an instance that gives a task away shows less, and only the sum never falls.
 */
final class ConservationMeters {

    static final Duration READ_EVERY = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(ConservationMeters.class);

    private final Supplier<Map<String, Map<String, Long>>> counters;
    private final MultiGauge gauges;
    private final SupervisedLoop reader = SupervisedLoop.every(READ_EVERY, "conservation-meters", this::read);

    /** @param counters by store and name; fails with an InvalidStateStoreException while they cannot be read */
    ConservationMeters(Supplier<Map<String, Map<String, Long>>> counters, MeterRegistry meters) {
        this.counters = counters;
        this.gauges = MultiGauge.builder("weir.conservation.records")
                .description("what became of records, as committed by the tasks that run here")
                .register(meters);
    }

    /** What reads them from time to time. */
    SupervisedLoop loop() {
        return reader;
    }

    /** Reads once; what cannot be read now keeps its last value. */
    void read() {
        try {
            List<Row<?>> rows = new ArrayList<>();
            counters.get()
                    .forEach((store, counts) -> counts.forEach(
                            (name, count) -> rows.add(Row.of(Tags.of("store", store, "counter", name), count))));
            gauges.register(rows, true);
        } catch (InvalidStateStoreException e) {
            LOG.atDebug().setCause(e).log("counters cannot be read now");
        }
    }
}
