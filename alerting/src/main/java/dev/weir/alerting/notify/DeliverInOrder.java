package dev.weir.alerting.notify;

import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;
import dev.weir.schemas.supervision.SupervisedLoop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * One consumer of alerts whose records are delivered in their order. While an attempt fails the partitions are paused and
 * polled on, so the consumer stays in its group. An offset is committed after the receiver has answered; while the broker
 * takes no commit, what has been read is delivered on and the offsets are committed later.
 */
final class DeliverInOrder implements SupervisedLoop.Work {

    private static final Duration LONGEST_POLL = Duration.ofSeconds(1);
    /** Well below the longest time between two polls, even when the last delivery takes its whole timeout. */
    private static final Duration LONGEST_TURN = Duration.ofSeconds(30);

    private static final Duration COMMIT = Duration.ofSeconds(5);

    private final Consumer<String, byte[]> consumer;
    private final Deliveries deliveries;
    private final Clock clock;
    private final boolean commits;
    private final Deque<ConsumerRecord<String, byte[]>> waiting = new ArrayDeque<>();
    private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();
    private Instant nextCommit = Instant.MIN;
    private volatile String uncommittedWhy = "";
    private volatile boolean woken;

    /** @param consumer closed here */
    DeliverInOrder(Consumer<String, byte[]> consumer, Deliveries deliveries, Clock clock) {
        this.consumer = consumer;
        this.deliveries = deliveries;
        this.clock = clock;
        this.commits = deliveries.notifier().reads() == Notifier.Reads.TRANSITIONS;
    }

    /** Joins the group. */
    DeliverInOrder subscribed() {
        consumer.subscribe(List.of(topic().name()), new Rebalance());
        return this;
    }

    /** The topic the receiver is told from. */
    private Topic topic() {
        return commits ? Topics.ALERT_HISTORY : Topics.ALERTS;
    }

    /** One poll and whatever can be delivered after it. */
    @Override
    public void step() {
        Instant now = clock.instant();
        Duration untilAttempt = waiting.isEmpty() ? LONGEST_POLL : Duration.between(now, deliveries.nextAttempt());
        Duration wait = untilAttempt.compareTo(LONGEST_POLL) < 0 ? untilAttempt : LONGEST_POLL;
        consumer.poll(wait.isNegative() ? Duration.ZERO : wait).forEach(waiting::add);
        deliveries.tick();
        deliverWhatIsDue();
        commit();
        if (waiting.isEmpty() && !consumer.paused().isEmpty()) {
            consumer.resume(consumer.paused());
        }
    }

    private void deliverWhatIsDue() {
        Instant turnEnds = clock.instant().plus(LONGEST_TURN);
        while (!woken && !waiting.isEmpty() && !clock.instant().isBefore(deliveries.nextAttempt())) {
            ConsumerRecord<String, byte[]> record = waiting.getFirst();
            if (clock.instant().isAfter(turnEnds) || !deliveries.attempt(record)) {
                consumer.pause(consumer.assignment());
                return;
            }
            waiting.removeFirst();
            if (commits) {
                uncommitted.put(
                        new TopicPartition(record.topic(), record.partition()),
                        new OffsetAndMetadata(record.offset() + 1));
                commit();
            }
        }
    }

    private void commit() {
        if (uncommitted.isEmpty() || clock.instant().isBefore(nextCommit)) {
            return;
        }
        try {
            consumer.commitSync(uncommitted, COMMIT);
            uncommitted.clear();
            uncommittedWhy = "";
        } catch (CommitFailedException e) {
            // The group has given the partitions away; who has them next reads again what was not committed.
            uncommitted.clear();
            uncommittedWhy = "";
        } catch (RetriableException | RebalanceInProgressException e) {
            nextCommit = clock.instant().plus(COMMIT);
            uncommittedWhy = "what was delivered cannot be committed, a restart would deliver it again: "
                    + e.getClass().getSimpleName();
        }
    }

    @Override
    public void wake() {
        woken = true;
        consumer.wakeup();
    }

    @Override
    public String hampered() {
        String delivery = deliveries.hampered();
        return delivery.isEmpty() ? uncommittedWhy : delivery;
    }

    /** Commits what was delivered, where the broker lets it, and leaves the group. */
    @Override
    public void close() {
        try {
            nextCommit = Instant.MIN;
            commit();
        } catch (WakeupException e) {
            // Woken before the commit: it comes once.
            commit();
        } finally {
            consumer.close(CloseOptions.timeout(COMMIT));
        }
    }

    /** What was read and not delivered of a partition goes to whoever gets the partition next. */
    private final class Rebalance implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            nextCommit = Instant.MIN;
            commit();
            onPartitionsLost(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            uncommitted.keySet().removeAll(partitions);
            waiting.removeIf(record -> partitions.contains(new TopicPartition(record.topic(), record.partition())));
            deliveries.forgetAttempts();
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (waiting.isEmpty()) {
                consumer.resume(consumer.paused());
            }
        }
    }
}
