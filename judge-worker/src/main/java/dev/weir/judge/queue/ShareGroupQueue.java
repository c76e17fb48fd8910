package dev.weir.judge.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks through a share group (KIP-932): the broker keeps the leases, every record is acknowledged by itself, and any
 * number of consumers may share a partition. Open leases are renewed when a third of the lock has passed; a renewal that
 * the broker refuses loses the lease, and the record is delivered elsewhere. While leases are open nothing new is leased:
 * a share consumer that renews does not fetch.
 *
 * <p>An acceptance that comes after another consumer's is taken by the broker without complaint, so what is done for a
 * task must be idempotent.
 */
final class ShareGroupQueue implements TaskQueue {

    private static final Logger LOG = LoggerFactory.getLogger(ShareGroupQueue.class);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private record Place(TopicPartition partition, long offset) {
        static Place of(ConsumerRecord<?, ?> record) {
            return new Place(new TopicPartition(record.topic(), record.partition()), record.offset());
        }
    }

    private final ShareConsumer<byte[], byte[]> consumer;
    private final int deliveryLimit;
    private final long renewAfterNanos;
    private final LongSupplier nanoTime;
    private final Map<Place, ConsumerRecord<byte[], byte[]>> open = new LinkedHashMap<>();
    private final List<Lease> early = new ArrayList<>();
    private long leasedAt;
    private boolean unsent;

    ShareGroupQueue(
            ShareConsumer<byte[], byte[]> consumer,
            String topic,
            int deliveryLimit,
            Duration lockDuration,
            LongSupplier nanoTime) {
        this.consumer = consumer;
        this.deliveryLimit = deliveryLimit;
        this.renewAfterNanos = lockDuration.toNanos() / 3;
        this.nanoTime = nanoTime;
        consumer.setAcknowledgementCommitCallback((offsets, failure) -> {
            if (failure != null) {
                LOG.atDebug()
                        .addKeyValue("error", failure.getClass().getSimpleName())
                        .log("acknowledgement refused");
            }
        });
        consumer.subscribe(List.of(topic));
    }

    @Override
    public List<Lease> poll(Duration timeout) {
        if (!open.isEmpty()) {
            keepAlive();
            return takeEarly();
        }
        long before = nanoTime.getAsLong();
        ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
        unsent = false;
        leasedAt = records.isEmpty() ? before : nanoTime.getAsLong();
        records.forEach(this::lease);
        return takeEarly();
    }

    @Override
    public void accept(Lease lease) {
        acknowledge(lease, AcknowledgeType.ACCEPT);
    }

    @Override
    public void release(Lease lease) {
        acknowledge(lease, AcknowledgeType.RELEASE);
    }

    @Override
    public int open() {
        return open.size();
    }

    @Override
    public Duration heartbeat() {
        return Duration.ofNanos(renewAfterNanos);
    }

    @Override
    public void close() {
        try (consumer) {
            open.values().forEach(record -> consumer.acknowledge(record, AcknowledgeType.RELEASE));
            open.clear();
            consumer.commitSync(ANSWER);
        }
    }

    private void acknowledge(Lease lease, AcknowledgeType type) {
        ConsumerRecord<byte[], byte[]> record = open.remove(Place.of(lease.record()));
        if (record != null) {
            consumer.acknowledge(record, type);
            unsent = true;
        }
    }

    private void keepAlive() {
        if (nanoTime.getAsLong() - leasedAt >= renewAfterNanos) {
            renew();
        } else if (unsent) {
            consumer.commitAsync();
            unsent = false;
        }
    }

    /** Renews all open leases; those that do not come back are lost. */
    private void renew() {
        Map<Place, ConsumerRecord<byte[], byte[]>> asked = new LinkedHashMap<>(open);
        open.clear(); // should the broker not answer, what it renewed after all comes back as new leases
        asked.values().forEach(record -> consumer.acknowledge(record, AcknowledgeType.RENEW));
        consumer.commitSync(ANSWER);
        unsent = false;
        leasedAt = nanoTime.getAsLong();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(ANSWER)) {
            Place place = Place.of(record);
            if (asked.remove(place) != null) {
                open.put(place, record);
            } else {
                lease(record);
            }
        }
        if (!asked.isEmpty()) {
            LOG.atWarn().addKeyValue("leases", asked.size()).log("leases lost, their tasks are delivered again");
        }
    }

    private void lease(ConsumerRecord<byte[], byte[]> record) {
        int delivery = record.deliveryCount().map(Short::intValue).orElse(1);
        open.put(Place.of(record), record);
        early.add(new Lease(record, delivery, delivery >= deliveryLimit));
    }

    private List<Lease> takeEarly() {
        List<Lease> leases = List.copyOf(early);
        early.clear();
        return leases;
    }
}
