package dev.weir.app.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.app.proof.oracle.Call;
import dev.weir.app.proof.oracle.Oracle;
import dev.weir.app.run.StreamsRun;
import dev.weir.schemas.Topics;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.schemas.registry.RegistryUnavailableException;
import dev.weir.schemas.registry.SchemaRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A registry that is out of reach when the topology starts: it waits, longer than its patience if it must, and then
 * counts every call; none becomes a dead letter.
 */
class RegistryOutageIT {

    private static final int CALLS = 1_000;
    private static final long MINUTE = 60_000;
    private static final Duration PATIENCE = Duration.ofSeconds(200);

    @ParameterizedTest
    @EnumSource(names = {"LIVE", "LIVE_IMPATIENT"})
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void registryDownForAWhile_losesNothing(Rig.Setting setting) throws Exception {
        try (Rig rig = new Rig(setting)) {
            long minute = System.currentTimeMillis() / MINUTE * MINUTE;
            List<Call> calls = SeededCalls.of(6, CALLS, minute, 2 * MINUTE);
            calls.forEach(call -> rig.wire.send(
                    Topics.TRACES, call.id(), rig.wire.codec.encode(Topics.TRACES, SeededCalls.event(call))));
            rig.wire.flush();
            Outage registry = new Outage();
            try (StreamsRun run = rig.startHere("state", registry)) {
                rig.wire.await(() -> registry.refused.get() >= 8, PATIENCE, () -> "asked " + registry.refused);
                assertEquals(0, rig.wire.committed(Topics.TRACES));
                registry.down.set(false);
                rig.wire.awaitCommitted(Topics.TRACES, CALLS, PATIENCE);
                long frontier = rig.wire.awaitSettled(PATIENCE);
                assertTrue(run.isHealthy());
                assertEquals(
                        List.of(),
                        Verdict.published(rig.wire, Oracle.windows(calls), frontier)
                                .differences());
            }
            assertEquals(0, rig.wire.written(Topics.DEAD_LETTERS));
        }
    }

    /** The embedded registry behind a line that is cut until someone mends it. */
    private static final class Outage implements SchemaRegistry {
        private final SchemaRegistry behind = new EmbeddedRegistry();
        private final AtomicBoolean down = new AtomicBoolean(true);
        private final AtomicInteger refused = new AtomicInteger();

        @Override
        public int idOf(String subject, Schema schema) {
            requireUp();
            return behind.idOf(subject, schema);
        }

        @Override
        public Schema schemaOf(int id) {
            requireUp();
            return behind.schemaOf(id);
        }

        private void requireUp() {
            if (down.get()) {
                refused.incrementAndGet();
                throw new RegistryUnavailableException("the line to the registry is cut");
            }
        }

        @Override
        public void close() {
            behind.close();
        }
    }
}
