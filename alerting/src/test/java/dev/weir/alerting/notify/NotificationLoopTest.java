package dev.weir.alerting.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertStatus;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import dev.weir.schemas.testing.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NotificationLoopTest {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.ALERT_HISTORY.name(), 0);
    private static final Delivery FAILS = new Delivery.TryAgain("HTTP status 500: expected 2xx");

    private final AvroCodec codec = new AvroCodec(new EmbeddedRegistry());
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ManualClock clock = new ManualClock("2026-11-21T00:00:00Z");
    private final Recorder recorder = new Recorder();
    private @Nullable RuntimeException commitFails;
    private final List<Long> commits = new ArrayList<>();
    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest") {
        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            RuntimeException failure = commitFails;
            commitFails = null;
            if (failure != null) {
                throw failure;
            }
            super.commitSync(offsets, timeout);
            offsets.values().forEach(offset -> commits.add(offset.offset()));
        }
    };
    private final Deliveries deliveries = new Deliveries(codec, recorder, NotifyConfig.DEFAULT, registry, clock);
    private final DeliverInOrder loop = new DeliverInOrder(consumer, deliveries, clock);
    private long offset;

    @Test
    void transitions_areDeliveredInOrderAndCommitted() {
        start();
        add(AlertStatus.PENDING, 0);
        add(AlertStatus.FIRING, 1);
        add(AlertStatus.RESOLVED, 2);
        loop.step();
        assertEquals(List.of("a-1 firing", "a-2 over"), recorder.got);
        assertEquals(3, committed());
    }

    @Test
    void failingReceiver_keepsItsOrderAndPlaceUntilItAnswers() {
        start();
        recorder.answers.addAll(List.of(FAILS, FAILS));
        add(AlertStatus.FIRING, 0);
        add(AlertStatus.RESOLVED, 1);
        loop.step();
        assertEquals(Set.of(PARTITION), consumer.paused());
        loop.step();
        assertEquals(1, recorder.attempts);
        clock.advance(Duration.ofMillis(500));
        loop.step();
        assertEquals(2, recorder.attempts);
        assertEquals(-1, committed());
        clock.advance(Duration.ofMillis(999));
        loop.step();
        assertEquals(2, recorder.attempts);
        clock.advance(Duration.ofMillis(1));
        loop.step();
        assertEquals(List.of("a-0 firing", "a-1 over"), recorder.got);
        assertEquals(2, committed());
        assertTrue(consumer.paused().isEmpty());
    }

    @Test
    void deadReceiver_isGivenUpAfterTheConfiguredTime() {
        start();
        add(AlertStatus.FIRING, 0);
        recorder.alwaysFails = true;
        loop.step();
        clock.advance(Duration.ofHours(25));
        loop.step();
        assertEquals(1, committed());
        assertEquals(1, count("given_up"));
    }

    @Test
    void refusedAndUnreadable_holdNobodyUp() {
        start();
        recorder.answers.add(new Delivery.Refused("HTTP status 400: expected 2xx"));
        add(AlertStatus.FIRING, 0);
        consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, offset++, "a", new byte[] {9}));
        add(AlertStatus.RESOLVED, 1);
        loop.step();
        assertEquals(List.of("a-1 over"), recorder.got);
        assertEquals(1, count("refused"));
        assertEquals(1, count("undecodable"));
        assertEquals(3, committed());
    }

    @Test
    void sameTransitionTwice_isDeliveredOnce() {
        start();
        add(AlertStatus.FIRING, 0);
        add(AlertStatus.FIRING, 0);
        loop.step();
        assertEquals(List.of("a-0 firing"), recorder.got);
    }

    @Test
    void commitThatTheBrokerDoesNotTake_isMadeLater_andHoldsUpNoDelivery() {
        start();
        commitFails = new TimeoutException("no coordinator");
        add(AlertStatus.FIRING, 0);
        add(AlertStatus.RESOLVED, 1);
        loop.step();
        assertEquals(List.of("a-0 firing", "a-1 over"), recorder.got);
        assertEquals(-1, committed());
        assertTrue(loop.hampered().contains("cannot be committed"), loop.hampered());
        clock.advance(Duration.ofSeconds(5));
        loop.step();
        assertEquals(2, committed());
        assertEquals("", loop.hampered());
    }

    @Test
    void partitionGivenAway_isNoFailure_andItsAlertsAreNotToldTwice() {
        start();
        commitFails = new CommitFailedException("left the group");
        add(AlertStatus.FIRING, 0);
        loop.step();
        consumer.seek(PARTITION, 0);
        offset = 0;
        add(AlertStatus.FIRING, 0);
        loop.step();
        assertEquals(List.of("a-0 firing"), recorder.got);
        assertEquals(1, committed());
    }

    @Test
    void closing_commitsWhatWasDelivered() {
        start();
        commitFails = new TimeoutException("no coordinator");
        add(AlertStatus.FIRING, 0);
        loop.step();
        loop.wake();
        loop.close();
        assertEquals(List.of(1L), commits);
        assertTrue(consumer.closed());
    }

    @Test
    void receiverThatDoesNotAnswer_isSaidWithItsReason() {
        start();
        recorder.answers.add(FAILS);
        add(AlertStatus.FIRING, 0);
        loop.step();
        assertEquals(
                "not delivered since 2026-11-21T00:00:00Z, trying again: HTTP status 500: expected 2xx",
                loop.hampered());
        clock.advance(Duration.ofMillis(500));
        loop.step();
        assertEquals("", loop.hampered());
    }

    @Test
    void receiverThatAsksForPatience_getsIt_upToTheLongestPause() {
        start();
        recorder.answers.add(new Delivery.TryAgain("HTTP status 429: expected 2xx", Duration.ofSeconds(7)));
        recorder.answers.add(new Delivery.TryAgain("HTTP status 429: expected 2xx", Duration.ofHours(7)));
        add(AlertStatus.FIRING, 0);
        loop.step();
        clock.advance(Duration.ofMillis(6_999));
        loop.step();
        assertEquals(1, recorder.attempts);
        clock.advance(Duration.ofMillis(1));
        loop.step();
        assertEquals(2, recorder.attempts);
        clock.advance(NotifyConfig.DEFAULT.longestBackoff());
        loop.step();
        assertEquals(List.of("a-0 firing"), recorder.got);
    }

    @Test
    void slowReceiver_costsNoMembership() {
        start();
        recorder.takes = Duration.ofSeconds(9);
        for (int i = 0; i < 10; i++) {
            add(AlertStatus.FIRING, i);
        }
        loop.step();
        assertEquals(4, recorder.got.size(), "then it polls");
        assertEquals(Set.of(PARTITION), consumer.paused());
        loop.step();
        loop.step();
        assertEquals(10, recorder.got.size());
        assertEquals(Set.of(), consumer.paused());
    }

    @Test
    void notifierThatBreaks_losesOneNotification_andSaysSo() {
        start();
        recorder.breaks = true;
        add(AlertStatus.FIRING, 0);
        loop.step();
        assertEquals("the last notification was dropped: IllegalStateException of the notifier", loop.hampered());
        recorder.breaks = false;
        add(AlertStatus.RESOLVED, 1);
        loop.step();
        assertEquals(List.of("a-1 over"), recorder.got);
        assertEquals(1, count("refused"));
        assertEquals("", loop.hampered());
    }

    private void start() {
        consumer.assign(List.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    }

    private void add(AlertStatus status, long revision) {
        Alert alert = TestAlerts.alert("a", revision, status);
        consumer.addRecord(
                new ConsumerRecord<>(PARTITION.topic(), 0, offset++, "a", codec.encode(Topics.ALERT_HISTORY, alert)));
    }

    private long committed() {
        OffsetAndMetadata committed = consumer.committed(Set.of(PARTITION)).get(PARTITION);
        return committed == null ? -1 : committed.offset();
    }

    private long count(String outcome) {
        return Math.round(registry.counter("weir.alerting.notifications", "notifier", "recorder", "outcome", outcome)
                .count());
    }

    /** Answers as told, else accepts. */
    private final class Recorder implements Notifier {
        final List<String> got = new ArrayList<>();
        final Deque<Delivery> answers = new ArrayDeque<>();
        boolean alwaysFails;
        boolean breaks;
        Duration takes = Duration.ZERO;
        int attempts;

        @Override
        public String name() {
            return "recorder";
        }

        @Override
        public Reads reads() {
            return Reads.TRANSITIONS;
        }

        @Override
        public Delivery deliver(Notification notification) {
            attempts++;
            clock.advance(takes);
            if (breaks) {
                throw new IllegalStateException("secret prompt");
            }
            Delivery answer =
                    alwaysFails ? FAILS : answers.isEmpty() ? new Delivery.Delivered() : answers.removeFirst();
            if (answer instanceof Delivery.Delivered) {
                got.add(notification.key() + (notification.firing() ? " firing" : " over"));
            }
            return answer;
        }
    }
}
