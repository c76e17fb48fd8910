package dev.weir.app.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.app.proof.oracle.Call;
import dev.weir.app.proof.oracle.Comparison;
import dev.weir.app.proof.oracle.Mutants;
import dev.weir.app.proof.oracle.Oracle;
import dev.weir.app.proof.oracle.Window;
import dev.weir.app.proof.oracle.WindowId;
import dev.weir.app.run.StreamsRun;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.WindowStats;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.topology.query.Peers.PeerUnreachableException;
import dev.weir.topology.query.Queries;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every call counted once: 200,000 calls through the topology on a real broker, live clock and arrival times stamped by
 * the broker, while its process is killed with SIGKILL in the middle, twice, and a third time at the end. Some of the
 * calls' windows are long closed when they come, so this is corrections as much as first publications.
 */
class ExactThroughCrashesIT {

    private static final int CALLS = 200_000;
    private static final long SEED = 20_261_121L;
    private static final Duration PATIENCE = Duration.ofSeconds(400);
    private static final String STATE = "state";

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void twoKillsInTheMiddle_changeNoNumber() throws Exception {
        try (Rig rig = new Rig(Rig.Setting.LIVE)) {
            long now = System.currentTimeMillis();
            List<Call> calls =
                    SeededCalls.of(SEED, CALLS, now, Duration.ofMinutes(10).toMillis());
            calls.forEach(call -> rig.wire.send(
                    Topics.TRACES, call.id(), rig.wire.codec.encode(Topics.TRACES, SeededCalls.event(call))));
            rig.wire.flush();
            assertEquals(CALLS, rig.wire.written(Topics.TRACES));

            killAfter(rig, CALLS / 5);
            killAfter(rig, CALLS / 2);
            Instance last = rig.startProcess(STATE);
            rig.wire.awaitCommitted(Topics.TRACES, CALLS, PATIENCE);
            rig.wire.awaitSettled(PATIENCE);
            last.kill();
            assertTrue(rig.said("TaskCorruptedException"), "no state was thrown away: the kills proved nothing");

            SortedMap<WindowId, Window> expected = Oracle.windows(calls);
            published(rig, expected, now);
            queried(rig, expected, now);
        }
    }

    private static void killAfter(Rig rig, int calls) throws Exception {
        Instance process = rig.startProcess(STATE);
        long before = rig.wire.committed(Topics.TRACES);
        rig.wire.awaitCommitted(Topics.TRACES, Math.max(calls, before + 1), PATIENCE);
        process.kill();
        long committed = rig.wire.committed(Topics.TRACES);
        System.out.println("killed with " + committed + " of " + CALLS + " calls committed");
        assertTrue(committed < CALLS, "killed too late to prove anything: seed " + SEED);
    }

    /** Minute windows are all closed; of the longer ones, those that happen to be. */
    private static void published(Rig rig, SortedMap<WindowId, Window> expected, long now) {
        List<WindowStats> records = rig.wire.read(Topics.WINDOW_STATS, WindowStats.class);
        SortedMap<WindowId, Window> found = FoundWindows.lastRevisions(records);
        SortedMap<WindowId, Window> due = new TreeMap<>(expected);
        due.keySet().removeIf(id -> !isMinute(id) && !found.containsKey(id));
        due.keySet().removeIf(id -> isMinute(id) && id.startMillis() + 60_000 > now && !found.containsKey(id));
        System.out.println(
                records.size() + " publications of " + found.size() + " windows, " + due.size() + " expected");
        assertTrue(due.keySet().stream().filter(ExactThroughCrashesIT::isMinute).count() > 1_000);
        assertTrue(records.size() > found.size(), "no window was corrected, expected many");
        assertNone(Comparison.differences(due, found));
        Mutants.of(found)
                .forEach((lie, mutant) ->
                        assertFalse(Comparison.differences(due, mutant).isEmpty(), lie + " was not noticed"));
    }

    private static boolean isMinute(WindowId id) {
        return id.tile().equals("minute");
    }

    private static void queried(Rig rig, SortedMap<WindowId, Window> expected, long now) throws Exception {
        try (StreamsRun run = rig.startHere(STATE, new EmbeddedRegistry())) {
            run.running().get(60, TimeUnit.SECONDS);
            HostInfo self = new HostInfo("127.0.0.1", 1);
            Queries queries = new Queries(
                    run.streams(),
                    (host, path, parameters) -> {
                        throw new PeerUnreachableException("there is one instance only");
                    },
                    self,
                    MonitoringProcess.PARTITIONS,
                    Clock.systemUTC());
            rig.wire.await(() -> !queries.counters().path("partial").asBoolean(), PATIENCE, () -> "partial answers");
            for (Map.Entry<String, String> step :
                    Map.of("minute", "1m", "hour", "1h", "day", "1d").entrySet()) {
                JsonNode answer = queries.windows(Map.of(
                        "step", step.getValue(),
                        "from",
                                Instant.ofEpochMilli(now)
                                        .minus(Duration.ofMinutes(12))
                                        .toString(),
                        "to", Instant.ofEpochMilli(now).plusSeconds(1).toString()));
                SortedMap<WindowId, Window> of = new TreeMap<>(expected);
                of.keySet().removeIf(id -> !id.tile().equals(step.getKey()));
                assertFalse(answer.path("partial").asBoolean());
                assertNone(Comparison.differences(of, FoundWindows.answered(answer, step.getKey())));
            }
            JsonNode counters = queries.counters().path("ingest-counters");
            assertEquals(CALLS, counters.path("read").asLong());
            assertEquals(CALLS, counters.path("counted").asLong());
        }
    }

    private static void assertNone(List<String> differences) {
        assertTrue(
                differences.isEmpty(),
                () -> differences.size() + " differences with seed " + SEED + ", the first: "
                        + String.join("\n", differences.subList(0, Math.min(10, differences.size()))));
    }
}
