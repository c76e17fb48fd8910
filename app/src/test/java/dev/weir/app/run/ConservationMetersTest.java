package dev.weir.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConservationMetersTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicReference<@Nullable Map<String, Map<String, Long>>> counters = new AtomicReference<>();

    private Map<String, Map<String, Long>> counters() {
        Map<String, Map<String, Long>> now = counters.get();
        if (now == null) {
            throw new InvalidStateStoreException("moving");
        }
        return now;
    }

    @Test
    void counters_areGaugesByStoreAndName_asOfTheLastReading() {
        ConservationMeters all = new ConservationMeters(this::counters, meters);
        counters.set(Map.of("ingest-counters", Map.of("read", 7L, "counted", 5L), "score-counters", Map.of()));
        all.read();
        assertEquals(7, value("read"));
        assertEquals(5, value("counted"));

        // When the task of one counter has moved away
        counters.set(Map.of("ingest-counters", Map.of("read", 9L)));
        all.read();
        assertEquals(9, value("read"));
        assertNull(meters.find("weir.conservation.records")
                .tag("counter", "counted")
                .gauge());

        // When stores are moving
        counters.set(null);
        all.read();
        assertEquals(9, value("read"));
    }

    private double value(String counter) {
        return meters.get("weir.conservation.records")
                .tag("store", "ingest-counters")
                .tag("counter", counter)
                .gauge()
                .value();
    }
}
