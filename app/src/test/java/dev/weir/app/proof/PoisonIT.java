package dev.weir.app.proof;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.app.proof.oracle.Call;
import dev.weir.app.proof.oracle.Comparison;
import dev.weir.app.proof.oracle.Oracle;
import dev.weir.app.proof.oracle.Window;
import dev.weir.app.proof.oracle.WindowId;
import dev.weir.app.run.StreamsRun;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.avro.WindowStats;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.topology.ingest.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One record in ten is poison of five kinds: the others are exact, and each bad one is a dead letter once. */
class PoisonIT {

    private static final int RECORDS = 20_000;
    private static final long SEED = 4L;
    private static final long MINUTE = 60_000;
    private static final Duration PATIENCE = Duration.ofSeconds(200);
    private static final List<String> REASONS =
            List.of("not-wire-format", "unknown-schema", "corrupt", "missing-field", "negative-tokens");

    /** A bad record as it was sent. */
    private record Poison(String key, byte[] value, String reason, Future<RecordMetadata> sent) {}

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void tenPercentPoison_costsNoGoodCallAndNoThread() throws Exception {
        try (Rig rig = new Rig(Rig.Setting.LIVE)) {
            long minute = System.currentTimeMillis() / MINUTE * MINUTE;
            List<Call> good = new ArrayList<>();
            List<Poison> bad = new ArrayList<>();
            List<Call> calls = SeededCalls.of(SEED, RECORDS, minute, 3 * MINUTE);
            for (int i = 0; i < calls.size(); i++) {
                if (i % 10 == 3) {
                    bad.add(poison(rig, calls.get(i), REASONS.get(i / 10 % REASONS.size())));
                } else {
                    good.add(calls.get(i));
                    rig.wire.send(Topics.TRACES, calls.get(i).id(), bytes(rig, SeededCalls.event(calls.get(i))));
                }
            }
            rig.wire.flush();

            try (StreamsRun run = rig.startHere("state", new EmbeddedRegistry())) {
                rig.wire.awaitCommitted(Topics.TRACES, RECORDS, PATIENCE);
                rig.wire.awaitSettled(PATIENCE);
                assertTrue(run.isHealthy());
                assertEquals(0.0, failedThreads(run));
            }
            assertExact(rig, good);
            assertLetters(rig, bad);
        }
    }

    private static Poison poison(Rig rig, Call call, String reason) {
        TraceEvent event = SeededCalls.event(call);
        byte[] whole = bytes(rig, event);
        byte[] value = switch (reason) {
            case "not-wire-format" -> ("garbage " + call.id()).getBytes(StandardCharsets.UTF_8);
            case "unknown-schema" -> withUnknownSchema(whole);
            case "corrupt" -> Arrays.copyOf(whole, whole.length * 2 / 3);
            case "missing-field" ->
                bytes(rig, TraceEvent.newBuilder(event).setRoute(null).build());
            case "negative-tokens" ->
                bytes(rig, TraceEvent.newBuilder(event).setInputTokens(-7L).build());
            default -> throw new IllegalArgumentException(reason);
        };
        return new Poison(call.id(), value, reason, rig.wire.send(Topics.TRACES, call.id(), value));
    }

    private static byte[] withUnknownSchema(byte[] whole) {
        byte[] changed = whole.clone();
        changed[3] ^= 0x55;
        return changed;
    }

    private static byte[] bytes(Rig rig, TraceEvent event) {
        return rig.wire.codec.encode(Topics.TRACES, event);
    }

    private static double failedThreads(StreamsRun run) {
        return run.streams().metrics().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals("failed-stream-threads"))
                .mapToDouble(entry -> ((Number) entry.getValue().metricValue()).doubleValue())
                .findFirst()
                .orElseThrow();
    }

    static void assertExact(Rig rig, List<Call> good) {
        SortedMap<WindowId, Window> minutes = new TreeMap<>(Oracle.windows(good));
        SortedMap<WindowId, Window> found =
                FoundWindows.lastRevisions(rig.wire.read(Topics.WINDOW_STATS, WindowStats.class));
        minutes.keySet().removeIf(id -> !id.tile().equals("minute") && !found.containsKey(id));
        List<String> differences = Comparison.differences(minutes, found);
        assertTrue(differences.isEmpty(), () -> differences.size() + " differences, the first: " + differences.get(0));
    }

    private static void assertLetters(Rig rig, List<Poison> bad) throws Exception {
        Map<String, ConsumerRecord<byte[], byte[]>> letters = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> letter : rig.wire.letters(Topics.DEAD_LETTERS)) {
            String origin = header(letter, DeadLetter.TOPIC) + "/" + header(letter, DeadLetter.PARTITION) + "/"
                    + header(letter, DeadLetter.OFFSET);
            assertNull(letters.put(origin, letter), "twice in the dead letters: " + origin);
        }
        for (Poison one : bad) {
            RecordMetadata sent = one.sent().get();
            ConsumerRecord<byte[], byte[]> letter = Objects.requireNonNull(
                    letters.remove(sent.topic() + "/" + sent.partition() + "/" + sent.offset()),
                    () -> "no dead letter for " + one.reason() + " " + one.key());
            assertEquals(one.reason(), header(letter, DeadLetter.REASON));
            assertEquals(one.key(), new String(letter.key(), StandardCharsets.UTF_8));
            assertArrayEquals(one.value(), letter.value());
        }
        assertEquals(Map.of(), letters, "dead letters of good records");
        assertEquals(RECORDS / 10, bad.size());
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
