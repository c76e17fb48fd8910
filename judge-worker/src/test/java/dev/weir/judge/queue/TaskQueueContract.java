package dev.weir.judge.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What every task queue promises. An implementation appends records and opens one queue after another on them. */
abstract class TaskQueueContract {

    static final int DELIVERY_LIMIT = 3;
    static final int MAX_LEASED = 4;

    /** Appends a record. */
    abstract void append(String value);

    /** Opens the group's next consumer; the one before has been closed. */
    abstract TaskQueue open();

    @Test
    void everyRecord_isLeasedOnceAndAtMostSoManyAtATime() {
        appendMany(11);
        List<String> seen = new ArrayList<>();
        try (TaskQueue queue = open()) {
            for (int round = 0; round < 20; round++) {
                List<Lease> leases = queue.poll(Duration.ofMillis(10));
                assertTrue(queue.open() <= MAX_LEASED, "open " + queue.open());
                leases.forEach(lease -> seen.add(value(lease)));
                leases.forEach(queue::accept);
            }
            assertEquals(0, queue.open());
        }
        assertEquals(11, seen.size());
        assertEquals(11, new TreeSet<>(seen).size());
    }

    @Test
    void acceptedRecords_areNotDeliveredToTheNext() {
        appendMany(3);
        try (TaskQueue queue = open()) {
            lease(queue, 3).forEach(queue::accept);
        }
        append("after");
        try (TaskQueue next = open()) {
            assertEquals(List.of("after"), values(lease(next, 1)));
        }
    }

    @Test
    void openLease_isDeliveredToTheNext() {
        appendMany(3);
        try (TaskQueue queue = open()) {
            List<Lease> leases = lease(queue, 3);
            queue.accept(leases.get(0));
        }
        try (TaskQueue next = open()) {
            assertEquals(List.of("task-1", "task-2"), values(lease(next, 2)));
        }
    }

    @Test
    void recordBehindAnOpenOne_isAcceptedWithoutLosingTheOpenOne() {
        appendMany(3);
        try (TaskQueue queue = open()) {
            List<Lease> leases = lease(queue, 3);
            queue.accept(leases.get(1));
            queue.accept(leases.get(2));
            queue.poll(Duration.ZERO);
        }
        try (TaskQueue next = open()) {
            // A consumer group delivers the two behind it again, too: at least once.
            assertTrue(values(next.poll(Duration.ofSeconds(10))).contains("task-0"));
        }
    }

    @Test
    void releasedRecord_comesBackUntilTheLastDelivery() {
        append("task");
        try (TaskQueue queue = open()) {
            for (int delivery = 1; delivery <= DELIVERY_LIMIT; delivery++) {
                Lease lease = lease(queue, 1).get(0);
                assertEquals(delivery, lease.delivery());
                assertEquals(delivery == DELIVERY_LIMIT, lease.last());
                queue.release(lease);
            }
        }
    }

    @Test
    void heartbeat_neitherLosesNorRepeatsOpenLeases() {
        appendMany(2);
        try (TaskQueue queue = open()) {
            List<Lease> leases = lease(queue, 2);
            for (int beat = 0; beat < 10; beat++) {
                assertEquals(List.of(), queue.poll(Duration.ZERO));
            }
            assertEquals(2, queue.open());
            leases.forEach(queue::accept);
            assertEquals(0, queue.open());
        }
    }

    @Test
    void endedLease_canNotBeEndedAgain() {
        appendMany(1);
        try (TaskQueue queue = open()) {
            Lease lease = lease(queue, 1).get(0);
            queue.accept(lease);
            queue.accept(lease);
            queue.release(lease);
            assertEquals(0, queue.open());
            assertEquals(List.of(), queue.poll(Duration.ofMillis(10)));
        }
    }

    @Test
    void emptyQueue_leasesNothing() {
        try (TaskQueue queue = open()) {
            assertEquals(List.of(), queue.poll(Duration.ofMillis(10)));
            assertFalse(queue.heartbeat().isNegative() || queue.heartbeat().isZero());
        }
    }

    private void appendMany(int n) {
        for (int i = 0; i < n; i++) {
            append("task-" + i);
        }
    }

    private static List<Lease> lease(TaskQueue queue, int n) {
        List<Lease> leases = new ArrayList<>();
        for (int round = 0; round < 100 && leases.size() < n; round++) {
            leases.addAll(queue.poll(Duration.ofMillis(100)));
        }
        assertEquals(n, leases.size());
        return leases;
    }

    private static List<String> values(List<Lease> leases) {
        return leases.stream().map(TaskQueueContract::value).toList();
    }

    private static String value(Lease lease) {
        return new String(lease.record().value(), StandardCharsets.UTF_8);
    }
}
