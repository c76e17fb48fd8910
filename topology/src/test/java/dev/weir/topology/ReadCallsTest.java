package dev.weir.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.SpanKind;
import dev.weir.schemas.avro.WindowStats;
import dev.weir.schemas.headers.DeadLetterHeaders;
import dev.weir.topology.commit.Counters;
import dev.weir.topology.ingest.SourceProgress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** Every record that is read is counted, recognised or refused, in the whole topology. */
class ReadCallsTest {

    private static final Instant T0 = Instant.parse("2026-11-20T10:00:00Z");

    @Test
    void badRecords_areDeadLettersWithAReasonAndCostNothingElse() throws IOException {
        try (TopologyHarness weir = new TopologyHarness(MonitoringTopologyTest.JUDGE_ALL, SourceProgress.NEVER)) {
            byte[] good = weir.codec.encode(Topics.TRACES, Events.call("x", T0).build());
            byte[] unknownId = good.clone();
            unknownId[4] ^= 0x55;
            weir.bytes("k1", "garbage".getBytes(StandardCharsets.UTF_8), T0);
            weir.bytes("k2", unknownId, T0);
            weir.bytes("k3", Arrays.copyOf(good, good.length / 2), T0);
            weir.event(Events.call("", T0).build(), T0);
            weir.event(Events.call("n1", T0).setRoute(null).build(), T0);
            weir.event(Events.call("n2", T0).setRequestModel(null).build(), T0);
            weir.event(Events.call("n3", T0).setInputTokens(-1L).build(), T0);
            weir.event(Events.call("n4", T0).setCacheReadInputTokens(1_001L).build(), T0);
            weir.event(Events.call("n5", T0).setDurationMicros(-1L).build(), T0);
            weir.event(Events.call("n6", T0.plus(Duration.ofMinutes(59))).build(), T0);
            weir.event(Events.call("n7", T0.plus(Duration.ofDays(365))).build(), T0);
            weir.event(Events.call("n8", T0.minus(Duration.ofDays(60))).build(), T0);
            weir.event(
                    Events.call("good", T0).setInputText("t".repeat(1_000_000)).build(), T0);
            weir.event(Events.call("tool", T0).setKind(SpanKind.TOOL).build(), T0);
            weir.end(T0);
            weir.settle();

            Map<String, Integer> reasons = new TreeMap<>();
            List<TestRecord<byte[], byte[]>> letters = weir.letters(Topics.DEAD_LETTERS);
            for (TestRecord<byte[], byte[]> letter : letters) {
                reasons.merge(header(letter.headers(), DeadLetterHeaders.REASON), 1, Integer::sum);
                assertEquals(Topics.TRACES.name(), header(letter.headers(), DeadLetterHeaders.TOPIC));
            }
            assertEquals(
                    Map.of(
                            "not-wire-format", 1,
                            "unknown-schema", 1,
                            "corrupt", 1,
                            "missing-field", 3,
                            "negative-tokens", 2,
                            "invalid-field", 1,
                            "in-the-future", 2,
                            "too-old", 1),
                    reasons);
            assertEquals("garbage", new String(letters.get(0).value(), StandardCharsets.UTF_8));
            assertEquals("k1", new String(letters.get(0).key(), StandardCharsets.UTF_8));
            assertEquals(3, weir.read(Topics.WINDOW_STATS, WindowStats.class).size(), "the good call in three tiles");
            assertConserved(weir, 14, 1);
        }
    }

    private static String header(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static void assertConserved(TopologyHarness weir, long read, long counted) {
        KeyValueStore<byte[], byte[]> store = weir.driver.getKeyValueStore(StateStores.INGEST_COUNTERS);
        Map<String, Long> counters = new TreeMap<>();
        store.all().forEachRemaining(entry -> counters.put(Counters.name(entry.key), Counters.count(entry.value)));
        long refused = counters.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("refused/"))
                .mapToLong(Map.Entry::getValue)
                .sum();
        assertEquals(read, counters.get(Counters.READ));
        assertEquals(counted, counters.get(Counters.COUNTED));
        assertEquals(
                read,
                counted
                        + counters.getOrDefault(Counters.OTHER_SPANS, 0L)
                        + counters.getOrDefault(Counters.DUPLICATES, 0L)
                        + refused,
                counters.toString());
    }

    @Test
    void callSentAgain_isCountedOnce_andAnotherSpanOfItsTraceToo() throws IOException {
        try (TopologyHarness weir = new TopologyHarness(MonitoringTopologyTest.JUDGE_ALL, SourceProgress.NEVER)) {
            weir.event(Events.call("a", T0).build(), T0);
            weir.event(Events.call("a", T0).build(), T0.plusSeconds(400));
            weir.event(Events.call("a", T0).setSpanId("another").build(), T0.plusSeconds(400));
            weir.end(T0.plusSeconds(400));
            weir.settle();
            List<Long> calls = weir.read(Topics.WINDOW_STATS, WindowStats.class).stream()
                    .filter(window -> window.getTile().equals("minute"))
                    .map(WindowStats::getCalls)
                    .toList();
            assertEquals(List.of(1L, 2L), calls, "as it closed, and corrected");
            assertConserved(weir, 3, 2);
        }
    }
}
