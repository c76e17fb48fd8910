package dev.weir.app.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.app.proof.oracle.Call;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.topology.ingest.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls that say they ended in the far future or past stand among good ones in every partition. They are dead letters,
 * every other call counts where it belongs, and a kill in between changes nothing.
 */
class BogusTimesIT {

    private static final int CALLS = 10_000;
    private static final int BOGUS_EVERY = 250;
    private static final long MINUTE = 60_000;
    private static final Duration PATIENCE = Duration.ofSeconds(200);
    private static final List<Duration> BOGUS =
            List.of(Duration.ofMinutes(59), Duration.ofDays(365), Duration.ofDays(-60));

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void timesFarOff_costNoOtherCall(boolean killed) throws Exception {
        try (Rig rig = new Rig(Rig.Setting.LIVE)) {
            long minute = System.currentTimeMillis() / MINUTE * MINUTE;
            List<Call> calls = SeededCalls.of(5, CALLS, minute, 3 * MINUTE);
            Instance process = rig.startProcess("state");
            send(rig, calls.subList(0, CALLS / 2));
            rig.wire.awaitCommitted(Topics.TRACES, rig.wire.written(Topics.TRACES), PATIENCE);
            if (killed) {
                process.kill();
            }
            send(rig, calls.subList(CALLS / 2, CALLS));
            if (killed) {
                rig.startProcess("state");
            }
            rig.wire.awaitCommitted(Topics.TRACES, rig.wire.written(Topics.TRACES), PATIENCE);
            rig.wire.awaitSettled(PATIENCE);

            PoisonIT.assertExact(rig, calls);
            int each = CALLS / BOGUS_EVERY * MonitoringProcess.PARTITIONS;
            assertEquals(Map.of("in-the-future", 2 * each, "too-old", each), reasons(rig));
        }
    }

    private static void send(Rig rig, List<Call> calls) {
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            TraceEvent event = SeededCalls.event(call);
            rig.wire.send(Topics.TRACES, call.id(), rig.wire.codec.encode(Topics.TRACES, event));
            if (i % BOGUS_EVERY == 0) {
                for (int partition = 0; partition < MonitoringProcess.PARTITIONS; partition++) {
                    sendBogus(rig, event, partition);
                }
            }
        }
        rig.wire.flush();
    }

    private static void sendBogus(Rig rig, TraceEvent event, int partition) {
        for (Duration off : BOGUS) {
            String id = event.getTraceId() + "/" + partition + "/" + off;
            TraceEvent bogus = TraceEvent.newBuilder(event)
                    .setTraceId(id)
                    .setStartTime(java.time.Instant.now().plus(off))
                    .build();
            rig.wire.sendTo(Topics.TRACES, partition, id, rig.wire.codec.encode(Topics.TRACES, bogus));
        }
    }

    private static Map<String, Integer> reasons(Rig rig) {
        Map<String, Integer> reasons = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> letter : rig.wire.letters(Topics.DEAD_LETTERS)) {
            byte[] reason = letter.headers().lastHeader(DeadLetter.REASON).value();
            reasons.merge(new String(reason, StandardCharsets.UTF_8), 1, Integer::sum);
        }
        return reasons;
    }
}
