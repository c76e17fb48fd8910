package dev.weir.judge.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConsumerGroupQueueTest extends TaskQueueContract {

    private static final TopicPartition PARTITION = new TopicPartition("tasks", 0);

    private final List<String> values = new ArrayList<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private @Nullable Remembering consumer;

    @Override
    void append(String value) {
        values.add(value);
    }

    @Override
    TaskQueue open() {
        Remembering next = new Remembering();
        consumer = next;
        TaskQueue queue = new ConsumerGroupQueue(next, "tasks", DELIVERY_LIMIT, MAX_LEASED);
        next.rebalance(List.of(PARTITION));
        long position = committed.getOrDefault(PARTITION, 0L);
        next.updateBeginningOffsets(Map.of(PARTITION, 0L));
        next.seek(PARTITION, position);
        for (long offset = position; offset < values.size(); offset++) {
            byte[] value = values.get((int) offset).getBytes(StandardCharsets.UTF_8);
            next.addRecord(new ConsumerRecord<>("tasks", 0, offset, new byte[0], value));
        }
        return queue;
    }

    @Test
    void commit_standsAtTheFirstOpenLease() {
        for (int i = 0; i < 4; i++) {
            append("task-" + i);
        }
        try (TaskQueue queue = open()) {
            List<Lease> leases = queue.poll(Duration.ZERO);
            queue.accept(leases.get(0));
            queue.accept(leases.get(2));
            queue.poll(Duration.ZERO);
            assertEquals(1, committed.get(PARTITION));
            queue.accept(leases.get(1));
            queue.poll(Duration.ZERO);
            assertEquals(3, committed.get(PARTITION));
            queue.accept(leases.get(3));
            queue.poll(Duration.ZERO);
            assertEquals(4, committed.get(PARTITION));
        }
    }

    @Test
    void fullQueue_pausesAndGoesOnPolling() {
        for (int i = 0; i < 6; i++) {
            append("task-" + i);
        }
        try (TaskQueue queue = open()) {
            List<Lease> leases = queue.poll(Duration.ZERO);
            assertEquals(MAX_LEASED, leases.size());
            assertEquals(List.of(), queue.poll(Duration.ZERO));
            assertTrue(consumer != null && consumer.paused().contains(PARTITION));
            leases.forEach(queue::accept);
            assertEquals(2, queue.poll(Duration.ZERO).size());
        }
    }

    @Test
    void revokedPartition_commitsAndLosesItsLeases() {
        for (int i = 0; i < 3; i++) {
            append("task-" + i);
        }
        try (TaskQueue queue = open()) {
            List<Lease> leases = queue.poll(Duration.ZERO);
            queue.accept(leases.get(0));
            if (consumer != null) {
                consumer.rebalance(List.of());
            }
            assertEquals(1, committed.get(PARTITION));
            assertEquals(0, queue.open());
            queue.accept(leases.get(1));
            queue.release(leases.get(2));
            assertEquals(0, queue.open());
        }
        assertEquals(1, committed.get(PARTITION), "what came after the rebalance is not committed");
    }

    /** Consumer whose commits outlive it. */
    private final class Remembering extends MockConsumer<byte[], byte[]> {
        Remembering() {
            super("earliest");
        }

        @Override
        public synchronized void commitAsync(
                Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable OffsetCommitCallback callback) {
            super.commitAsync(offsets, callback);
            offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            super.commitSync(offsets, timeout);
            offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
        }
    }
}
