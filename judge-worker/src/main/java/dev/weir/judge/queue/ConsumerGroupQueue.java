package dev.weir.judge.queue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks through a plain consumer group. At most so many leases are open; above that the partitions are paused while
 * polls go on, so a slow judge never costs the membership. Of each partition the offset below which everything is
 * accepted is committed: a crash delivers again whatever stands above the first open lease. A released record is handed
 * out again by this queue, as its next delivery. A rebalance loses the leases of the partitions that go.
 */
final class ConsumerGroupQueue implements TaskQueue {

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerGroupQueue.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    /** Open leases of a partition by offset, and where its contiguous end stands. */
    private static final class Progress {
        private final NavigableMap<Long, Boolean> open = new TreeMap<>();
        private long next = -1;
        private long committed = -1;

        long end() {
            return open.isEmpty() ? next : open.firstKey();
        }
    }

    private final Consumer<byte[], byte[]> consumer;
    private final int deliveryLimit;
    private final int maxLeased;
    private final Map<TopicPartition, Progress> partitions = new HashMap<>();
    private final Deque<Lease> waiting = new ArrayDeque<>();
    private int leased;

    ConsumerGroupQueue(Consumer<byte[], byte[]> consumer, String topic, int deliveryLimit, int maxLeased) {
        this.consumer = consumer;
        this.deliveryLimit = deliveryLimit;
        this.maxLeased = maxLeased;
        consumer.subscribe(List.of(topic), new Rebalance());
    }

    @Override
    public List<Lease> poll(Duration timeout) {
        boolean full = leased + waiting.size() >= maxLeased;
        if (full) {
            consumer.pause(consumer.assignment());
        } else {
            consumer.resume(consumer.paused());
        }
        boolean idle = leased == 0 && waiting.isEmpty();
        for (ConsumerRecord<byte[], byte[]> fetched : consumer.poll(idle ? timeout : Duration.ZERO)) {
            enqueue(fetched);
        }
        commit();
        return lease();
    }

    @Override
    public void accept(Lease lease) {
        if (end(lease)) {
            Progress progress = partitions.get(lease.partition());
            if (progress != null) {
                progress.open.remove(lease.record().offset());
            }
        }
    }

    @Override
    public void release(Lease lease) {
        if (end(lease)) {
            int delivery = lease.delivery() + 1;
            waiting.addLast(new Lease(lease.record(), delivery, delivery >= deliveryLimit));
        }
    }

    @Override
    public int open() {
        return leased;
    }

    @Override
    public Duration heartbeat() {
        return HEARTBEAT;
    }

    @Override
    public void close() {
        try (consumer) {
            commitSync(partitions.keySet());
        }
    }

    /** Whether the lease was open; it no longer is. */
    private boolean end(Lease lease) {
        Progress progress = partitions.get(lease.partition());
        if (progress == null || !progress.open.replace(lease.record().offset(), true, false)) {
            return false;
        }
        leased--;
        return true;
    }

    private void enqueue(ConsumerRecord<byte[], byte[]> fetched) {
        Lease lease = new Lease(fetched, 1, deliveryLimit <= 1);
        Progress progress = partitions.computeIfAbsent(lease.partition(), partition -> new Progress());
        progress.open.put(fetched.offset(), false);
        progress.next = fetched.offset() + 1;
        waiting.addLast(lease);
    }

    private List<Lease> lease() {
        List<Lease> leases = new ArrayList<>();
        while (leased < maxLeased && !waiting.isEmpty()) {
            Lease lease = waiting.removeFirst();
            Progress progress = partitions.get(lease.partition());
            if (progress != null) {
                progress.open.put(lease.record().offset(), true);
                leased++;
                leases.add(lease);
            }
        }
        return leases;
    }

    private void commit() {
        Map<TopicPartition, OffsetAndMetadata> ends = ends(partitions.keySet());
        if (!ends.isEmpty()) {
            consumer.commitAsync(ends, (offsets, failure) -> {
                if (failure != null) {
                    LOG.atDebug()
                            .addKeyValue("error", failure.getClass().getSimpleName())
                            .log("commit failed, the next one repeats it");
                    offsets.keySet().forEach(this::commitAgain);
                }
            });
        }
    }

    private void commitAgain(TopicPartition partition) {
        Progress progress = partitions.get(partition);
        if (progress != null) {
            progress.committed = -1;
        }
    }

    private void commitSync(Collection<TopicPartition> of) {
        of.forEach(this::commitAgain);
        Map<TopicPartition, OffsetAndMetadata> ends = ends(of);
        if (ends.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(ends, ANSWER);
        } catch (RetriableException failure) {
            LOG.atWarn()
                    .addKeyValue("error", failure.getClass().getSimpleName())
                    .log("last commit failed, its tasks are delivered again");
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> ends(Collection<TopicPartition> of) {
        Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
        for (TopicPartition partition : of) {
            Progress progress = partitions.get(partition);
            if (progress != null && progress.end() > progress.committed) {
                progress.committed = progress.end();
                ends.put(partition, new OffsetAndMetadata(progress.committed));
            }
        }
        return ends;
    }

    private void drop(Collection<TopicPartition> lost) {
        for (TopicPartition partition : lost) {
            Progress progress = partitions.remove(partition);
            if (progress != null) {
                leased -= (int) progress.open.values().stream()
                        .filter(Boolean::booleanValue)
                        .count();
            }
        }
        for (Iterator<Lease> leases = waiting.iterator(); leases.hasNext(); ) {
            if (lost.contains(leases.next().partition())) {
                leases.remove();
            }
        }
    }

    private final class Rebalance implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            commitSync(revoked);
            drop(revoked);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> lost) {
            drop(lost);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            // Positions come from the group; leases begin with the next poll.
        }
    }
}
