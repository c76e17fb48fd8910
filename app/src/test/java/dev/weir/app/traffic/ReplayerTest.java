package dev.weir.app.traffic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.headers.EndOfInput;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayerTest {

    private static final Instant START = Instant.parse("2023-11-16T18:15:00Z");

    /** A clock that moves only when somebody waits. */
    private static final class SteppedPace implements Pace {
        private long nanos = 17;
        private int waits;

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public void waitNanos(long wanted) {
            nanos += wanted;
            waits++;
        }
    }

    private static final class NotedTarget implements ReplayTarget {
        private final SteppedPace pace;
        private final List<Arrival> arrivals = new ArrayList<>();
        private final List<Duration> sentAfter = new ArrayList<>();
        private @Nullable Instant end;

        NotedTarget(SteppedPace pace) {
            this.pace = pace;
        }

        @Override
        public void send(Arrival arrival) {
            arrivals.add(arrival);
            sentAfter.add(Duration.ofNanos(pace.nanos - 17));
        }

        @Override
        public void flush() {}

        @Override
        public long refused() {
            return 0;
        }

        @Override
        public void end(Instant lastArrival) {
            end = lastArrival;
        }
    }

    private final SteppedPace pace = new SteppedPace();
    private final NotedTarget target = new NotedTarget(pace);

    @Test
    void speedTen_sendsAtATenthOfTheSpacing() throws InterruptedException {
        ReplayReport report = replay(ReplayOptions.DEFAULT.withSpeed(ReplaySpeed.parse("10x")), 0, 5, 60);

        assertEquals(List.of(Duration.ZERO, Duration.ofMillis(500), Duration.ofSeconds(6)), target.sentAfter);
        assertEquals(3, report.sent());
        assertEquals(START.plusSeconds(60), target.end);
    }

    @Test
    void maximumSpeed_neverWaits() throws InterruptedException {
        replay(ReplayOptions.DEFAULT, 0, 5, 60);
        assertEquals(0, pace.waits);
    }

    @Test
    void shift_movesTimesAndKeepsSpacingAtTheRecordedSpeed() throws InterruptedException {
        Instant now = Instant.parse("2026-11-21T00:00:00Z");
        ReplayReport report =
                replay(ReplayOptions.DEFAULT.withSpeed(ReplaySpeed.REAL_TIME).withShiftTo(now), 0, 5, 60);

        assertEquals(now, report.firstArrival());
        assertEquals(now.plusSeconds(60), report.lastArrival());
        assertEquals(now.plusSeconds(5), target.arrivals.get(1).event().getStartTime());
        assertEquals(now.plusSeconds(5), target.arrivals.get(1).at());
    }

    @ParameterizedTest
    @ValueSource(strings = {"max", "10", "1", "0.5"})
    void shiftAtAnySpeed_keepsEventsWithTheClock(String speed) throws InterruptedException {
        Instant now = Instant.parse("2026-11-21T00:00:00Z");
        replay(ReplayOptions.DEFAULT.withSpeed(ReplaySpeed.parse(speed)).withShiftTo(now), 0, 5, 60, 86_400);

        for (int i = 0; i < 4; i++) {
            Instant clock = now.plus(target.sentAfter.get(i));
            assertEquals(clock, target.arrivals.get(i).at(), "event " + i);
            assertEquals(clock, target.arrivals.get(i).event().getStartTime(), "event " + i);
        }
    }

    @Test
    void kafkaTarget_notesWhereItsEventsLie() throws InterruptedException {
        SentOffsets sent = new SentOffsets();
        MockProducer<String, byte @Nullable []> producer = producer(true);
        new Replayer(pace)
                .replay(
                        arrivals(0, 5),
                        new KafkaReplayTarget(producer, "weir.traces", event -> new byte[] {1}, sent),
                        ReplayOptions.DEFAULT,
                        ReplayProgress.SILENT);

        long noted = sent.ends().values().stream().mapToLong(Long::longValue).sum();
        assertEquals(2, noted, "end markers are not noted");
        assertFalse(sent.contains(0, 9));
    }

    @Test
    void noEndMarkerWanted_noneGiven() throws InterruptedException {
        replay(ReplayOptions.DEFAULT.withEndMarker(false), 0);
        assertNull(target.end);
    }

    @Test
    void interruptedThread_stopsWithoutEndMarker() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> replay(ReplayOptions.DEFAULT, 0, 1));
        assertFalse(Thread.currentThread().isInterrupted());
        assertNull(target.end);
    }

    @Test
    void speeds_areReadOrNamed() {
        assertTrue(ReplaySpeed.parse("MAX").isMax());
        assertEquals(1.5, ReplaySpeed.parse("1.5x").factor());
        for (String bad : List.of("0", "-1", "fast", "", "1e9", "NaN")) {
            assertThrows(IllegalArgumentException.class, () -> ReplaySpeed.parse(bad), bad);
        }
    }

    @Test
    void kafkaTarget_writesKeyTimestampAndOneMarkerAPartition() throws InterruptedException {
        MockProducer<String, byte @Nullable []> producer = producer(true);
        new Replayer(pace).replay(arrivals(0, 5), kafka(producer), ReplayOptions.DEFAULT, ReplayProgress.SILENT);

        List<ProducerRecord<String, byte @Nullable []>> records = producer.history();
        assertEquals("trace-5", records.get(1).key());
        assertEquals(START.plusSeconds(5).toEpochMilli(), records.get(1).timestamp());
        assertArrayEquals(
                "trace-5".getBytes(StandardCharsets.UTF_8), records.get(1).value());
        Set<Integer> marked = new HashSet<>();
        for (ProducerRecord<String, byte @Nullable []> marker : records.subList(2, records.size())) {
            assertTrue(EndOfInput.isMarker(marker.headers(), marker.value()));
            assertEquals(START.plusSeconds(5).toEpochMilli(), marker.timestamp());
            marked.add(marker.partition());
        }
        assertEquals(Set.of(0, 1, 2, 3), marked);
        assertEquals(6, records.size());
        assertFalse(EndOfInput.isMarker(records.get(0).headers(), records.get(0).value()));
    }

    @Test
    void failedDelivery_endsTheReplayWithoutMarker() throws InterruptedException {
        MockProducer<String, byte @Nullable []> producer = producer(false);
        KafkaReplayTarget kafka = kafka(producer);
        kafka.send(arrivals(0).next());
        producer.errorNext(new TimeoutException("no leader"));

        assertThrows(ReplayException.class, () -> kafka.end(START));
        assertEquals(1, producer.history().size());
    }

    @Test
    void tooLargeRecord_isCountedAndCostsOnlyItself() throws InterruptedException {
        MockProducer<String, byte @Nullable []> producer = producer(false);
        KafkaReplayTarget kafka = kafka(producer);
        kafka.send(arrivals(0).next());
        producer.errorNext(new RecordTooLargeException("2 MB"));
        kafka.send(arrivals(1).next());
        producer.completeNext();
        kafka.flush();

        assertEquals(1, kafka.refused());
        assertEquals(2, producer.history().size());
    }

    private ReplayReport replay(ReplayOptions options, int... seconds) throws InterruptedException {
        return new Replayer(pace).replay(arrivals(seconds), target, options, ReplayProgress.SILENT);
    }

    private static Iterator<Arrival> arrivals(int... seconds) {
        return IntStream.of(seconds)
                .mapToObj(second -> {
                    TraceEvent event = TraceEvent.newBuilder()
                            .setTraceId("trace-" + second)
                            .setSpanId("1")
                            .setStartTime(START.plusSeconds(second))
                            .build();
                    return new Arrival(event, START.plusSeconds(second));
                })
                .iterator();
    }

    private static KafkaReplayTarget kafka(MockProducer<String, byte @Nullable []> producer) {
        return new KafkaReplayTarget(
                producer,
                "weir.traces",
                event -> event.getTraceId().getBytes(StandardCharsets.UTF_8),
                new SentOffsets());
    }

    private static MockProducer<String, byte @Nullable []> producer(boolean autoComplete) {
        Node node = new Node(1, "localhost", 9092);
        List<PartitionInfo> partitions = IntStream.range(0, 4)
                .mapToObj(i -> new PartitionInfo("weir.traces", i, node, new Node[] {node}, new Node[] {node}))
                .toList();
        Cluster cluster = new Cluster("c", List.of(node), partitions, Set.of(), Set.of());
        return new MockProducer<>(cluster, autoComplete, null, new StringSerializer(), new ByteArraySerializer());
    }
}
