package dev.weir.app.judging;

import static dev.weir.app.judging.JudgeRig.queue;
import static dev.weir.app.judging.JudgeRig.tasks;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.judge.queue.Lease;
import dev.weir.judge.queue.QueueConfig.Kind;
import dev.weir.judge.queue.TaskQueue;
import dev.weir.judge.queue.TaskQueues;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Leases of judge tasks on a real broker, by share groups and by consumer groups. */
@Timeout(180)
class TaskLeasesIT {

    private final JudgeRig rig = new JudgeRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARE", "CONSUMER"})
    void leaseNotAccepted_isDeliveredToTheNext(Kind kind) {
        rig.give(tasks(0, 3), 0);
        TaskQueues queues = TaskQueues.on(queue(kind), rig.client);
        try (TaskQueue queue = queues.open()) {
            List<Lease> leases = lease(queue, 3);
            queue.accept(leases.get(0));
            queue.poll(Duration.ZERO);
        }
        try (TaskQueue next = queues.open()) {
            List<Lease> again = lease(next, 2);
            assertTrue(again.stream().noneMatch(Lease::last));
            again.forEach(next::accept);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARE", "CONSUMER"})
    void releasedTask_comesBackUntilItsLastDelivery(Kind kind) {
        rig.give(tasks(0, 1), null);
        try (TaskQueue queue = TaskQueues.on(queue(kind), rig.client).open()) {
            for (int delivery = 1; delivery <= 3; delivery++) {
                Lease lease = lease(queue, 1).get(0);
                assertEquals(delivery, lease.delivery());
                assertEquals(delivery == 3, lease.last());
                queue.release(lease);
            }
            Lease beyond = lease(queue, 1).get(0);
            assertTrue(beyond.last(), "a spare delivery for a crash at the last one");
            queue.accept(beyond);
        }
    }

    @Test
    void slowTask_keepsItsLeaseBeyondTheLock() {
        rig.give(tasks(0, 1), null);
        TaskQueues queues = TaskQueues.on(queue(Kind.SHARE), rig.client);
        try (TaskQueue slow = queues.open()) {
            Lease held = lease(slow, 1).get(0);
            try (TaskQueue other = queues.open()) {
                Instant until = Instant.now().plusSeconds(20);
                while (Instant.now().isBefore(until)) {
                    assertEquals(List.of(), slow.poll(Duration.ZERO));
                    assertEquals(List.of(), other.poll(Duration.ofMillis(200)));
                    assertEquals(1, slow.open());
                }
                slow.accept(held);
                assertEquals(List.of(), slow.poll(Duration.ofSeconds(2)));
                assertEquals(List.of(), other.poll(Duration.ofSeconds(2)));
            }
        }
    }

    @Test
    void automaticChoice_isAShareGroupOnThisBroker() {
        assertTrue(TaskQueues.on(queue(Kind.AUTO), rig.client).isShare());
    }

    private static List<Lease> lease(TaskQueue queue, int n) {
        List<Lease> leases = new ArrayList<>();
        Instant until = Instant.now().plus(JudgeRig.LONG);
        while (leases.size() < n && Instant.now().isBefore(until)) {
            leases.addAll(queue.poll(Duration.ofMillis(200)));
            if (!leases.isEmpty() && leases.size() < n && queue.open() == leases.size()) {
                // A share consumer leases nothing new while leases are open: give back and take all together.
                leases.forEach(queue::release);
                leases.clear();
            }
        }
        assertEquals(n, leases.size());
        return leases;
    }
}
