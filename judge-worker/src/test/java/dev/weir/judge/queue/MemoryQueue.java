package dev.weir.judge.queue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Task queue in memory; its log outlives the queues opened on it. */
public final class MemoryQueue implements TaskQueue {

    /** Records of one partition and what has become of them. Thread-safe. */
    public static final class Log {
        private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        private final List<Integer> deliveries = new ArrayList<>();
        private final Set<Long> accepted = new HashSet<>();
        private final Set<Long> leased = new HashSet<>();
        private Consumer<Lease> onAccept = lease -> {};

        public synchronized void append(byte @Nullable [] value) {
            byte[] key = ("key-" + records.size()).getBytes(StandardCharsets.UTF_8);
            records.add(new ConsumerRecord<>("tasks", 0, records.size(), key, value));
            deliveries.add(0);
        }

        /** Pretends that a record has been delivered so often before. */
        public synchronized void deliveredBefore(int offset, int times) {
            deliveries.set(offset, times);
        }

        /** Calls back before a record counts as accepted. */
        public synchronized void onAccept(Consumer<Lease> callback) {
            onAccept = callback;
        }

        public synchronized int accepted() {
            return accepted.size();
        }

        private synchronized @Nullable Lease next(int limit) {
            for (long offset = 0; offset < records.size(); offset++) {
                if (!accepted.contains(offset) && leased.add(offset)) {
                    int delivery = deliveries.get((int) offset) + 1;
                    deliveries.set((int) offset, delivery);
                    return new Lease(records.get((int) offset), delivery, delivery >= limit);
                }
            }
            return null;
        }
    }

    private final Log log;
    private final int deliveryLimit;
    private final int maxLeased;
    private final Set<Long> mine = new HashSet<>();

    public MemoryQueue(Log log, int deliveryLimit, int maxLeased) {
        this.log = log;
        this.deliveryLimit = deliveryLimit;
        this.maxLeased = maxLeased;
    }

    @Override
    public List<Lease> poll(Duration timeout) {
        List<Lease> leases = new ArrayList<>();
        while (mine.size() < maxLeased) {
            Lease lease = log.next(deliveryLimit);
            if (lease == null) {
                break;
            }
            mine.add(lease.record().offset());
            leases.add(lease);
        }
        return leases;
    }

    @Override
    public void accept(Lease lease) {
        if (mine.remove(lease.record().offset())) {
            synchronized (log) {
                log.onAccept.accept(lease);
                log.leased.remove(lease.record().offset());
                log.accepted.add(lease.record().offset());
            }
        }
    }

    @Override
    public void release(Lease lease) {
        if (mine.remove(lease.record().offset())) {
            synchronized (log) {
                log.leased.remove(lease.record().offset());
            }
        }
    }

    @Override
    public int open() {
        return mine.size();
    }

    @Override
    public Duration heartbeat() {
        return Duration.ofSeconds(10);
    }

    @Override
    public void close() {
        synchronized (log) {
            log.leased.removeAll(mine);
        }
        mine.clear();
    }
}
