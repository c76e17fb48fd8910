package dev.weir.app.config;

import dev.weir.schemas.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A configuration with a value of every type that one can hold. */
final class SampleConfig {

    private SampleConfig() {}

    enum Pace {
        SLOW,
        VERY_FAST
    }

    record Inner(int depth, Duration pause) {}

    record Pump(
            int workers,
            long maxBytes,
            double share,
            boolean quiet,
            String name,
            Duration commitInterval,
            Pace pace,
            List<String> routes,
            Map<String, String> client,
            Map<String, Double> limits,
            Inner inner,
            Secret apiKey,
            @Nullable String model) {

        static final Pump DEFAULT = new Pump(
                2,
                1L << 40,
                0.5,
                false,
                "pump",
                Duration.ofMillis(250),
                Pace.SLOW,
                List.of("a"),
                Map.of("x", "1"),
                Map.of("ttft", 0.5),
                new Inner(3, Duration.ofSeconds(90)),
                new Secret(""),
                null);

        public List<String> problems() {
            return workers > 0 ? List.of() : List.of("workers = " + workers + ": expected 1 or more");
        }
    }

    record Valve(int port) {
        static final Valve DEFAULT = new Valve(1);

        public List<String> problems() {
            return List.of();
        }
    }

    record Root(Pump pump, Valve valve) {}
}
