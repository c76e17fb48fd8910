package dev.weir.alerting.notify;

import dev.weir.schemas.Topic;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.RegistryUnavailableException;
import dev.weir.schemas.registry.UndecodableRecordException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivery to one receiver, in the order of the topic, at least once: an offset is committed after the receiver has
 * answered. While an attempt fails the partitions are paused and polled on, so the consumer stays in its group; the pause
 * doubles from half a second to the configured longest. {@link #run} is for a thread of its own; {@link #close} may be
 * called by any thread.
 */
public final class NotificationLoop implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NotificationLoop.class);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
    private static final Duration LONGEST_POLL = Duration.ofSeconds(1);
    private static final int MOST_REMEMBERED = 10_000;

    private final Consumer<String, byte[]> consumer;
    private final AvroCodec codec;
    private final Notifier notifier;
    private final NotifyConfig config;
    private final MeterRegistry registry;
    private final Clock clock;
    private final Deque<ConsumerRecord<String, byte[]>> waiting = new ArrayDeque<>();
    private final Map<String, Alert> lastSent = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Alert> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };
    private Duration backoff = FIRST_BACKOFF;
    private Instant nextAttempt = Instant.MIN;
    private @Nullable Instant firstAttempt;
    private volatile boolean closed;

    /**
     * A loop that owns the consumer from now on.
     *
     * @param consumer made with {@link #consumerSettings}
     */
    public NotificationLoop(
            Consumer<String, byte[]> consumer,
            AvroCodec codec,
            Notifier notifier,
            NotifyConfig config,
            MeterRegistry registry,
            Clock clock) {
        this.consumer = consumer;
        this.codec = codec;
        this.notifier = notifier;
        this.config = config;
        this.registry = registry;
        this.clock = clock;
    }

    /** Consumer settings that the delivery guarantee rests on; the caller adds servers and deserializers. */
    public static Map<String, Object> consumerSettings(Notifier notifier, String applicationId) {
        Map<String, Object> settings = new HashMap<>();
        String group = applicationId + "-notify-" + notifier.name();
        settings.put(
                "group.id", notifier.reads() == Notifier.Reads.STANDINGS ? group + "-" + UUID.randomUUID() : group);
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        settings.put("isolation.level", "read_committed");
        settings.put("max.poll.records", 50);
        return settings;
    }

    /** The topic the receiver is told from. */
    Topic topic() {
        return notifier.reads() == Notifier.Reads.STANDINGS ? Topics.ALERTS : Topics.ALERT_HISTORY;
    }

    @Override
    public void run() {
        try (consumer) {
            consumer.subscribe(List.of(topic().name()), new Rebalance());
            while (!closed) {
                step();
            }
        } catch (WakeupException e) {
            LOG.atDebug().addKeyValue("notifier", notifier.name()).log("notification loop woken to close");
        }
    }

    /** One poll and whatever can be delivered after it. */
    void step() {
        Instant now = clock.instant();
        Duration untilAttempt = waiting.isEmpty() ? LONGEST_POLL : Duration.between(now, nextAttempt);
        Duration wait = untilAttempt.compareTo(LONGEST_POLL) < 0 ? untilAttempt : LONGEST_POLL;
        consumer.poll(wait.isNegative() ? Duration.ZERO : wait).forEach(waiting::add);
        notifier.tick(clock.instant());
        while (!closed && !waiting.isEmpty() && !clock.instant().isBefore(nextAttempt)) {
            ConsumerRecord<String, byte[]> record = waiting.getFirst();
            if (!attempt(record)) {
                consumer.pause(consumer.assignment());
                return;
            }
            waiting.removeFirst();
            if (notifier.reads() == Notifier.Reads.TRANSITIONS) {
                consumer.commitSync(Map.of(
                        new TopicPartition(record.topic(), record.partition()),
                        new OffsetAndMetadata(record.offset() + 1)));
            }
        }
        if (waiting.isEmpty() && !consumer.paused().isEmpty()) {
            consumer.resume(consumer.paused());
        }
    }

    /** Whether the record is done with. */
    private boolean attempt(ConsumerRecord<String, byte[]> record) {
        Alert alert;
        try {
            if (record.value() == null) {
                return true;
            }
            alert = codec.decode(record.value(), Alert.class);
        } catch (UndecodableRecordException e) {
            count("undecodable");
            LOG.atWarn()
                    .addKeyValue("notifier", notifier.name())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("reason", e.reason())
                    .log("alert not readable, skipped");
            return true;
        } catch (RegistryUnavailableException e) {
            return later(record.offset(), "registry out of reach");
        }
        NotificationDecision decision = NotificationDecision.on(alert, lastSent.get(alert.getAlertId()));
        Notification notification = decision.notification();
        if (notification == null) {
            count("skipped");
            return true;
        }
        Delivery delivery = notifier.deliver(notification);
        if (delivery instanceof Delivery.TryAgain again) {
            return later(record.offset(), again.why());
        }
        if (delivery instanceof Delivery.Refused refused) {
            count("refused");
            LOG.atWarn()
                    .addKeyValue("notifier", notifier.name())
                    .addKeyValue("event_id", alert.getEventId())
                    .addKeyValue("why", refused.why())
                    .log("notification refused by its receiver, dropped");
        } else {
            count("delivered");
            lastSent.put(alert.getAlertId(), alert);
        }
        forgetAttempts();
        return true;
    }

    private boolean later(long offset, String why) {
        Instant now = clock.instant();
        if (firstAttempt == null) {
            firstAttempt = now;
        }
        if (firstAttempt.plus(config.giveUpAfter()).isBefore(now)) {
            count("given_up");
            LOG.atError()
                    .addKeyValue("notifier", notifier.name())
                    .addKeyValue("offset", offset)
                    .addKeyValue("why", why)
                    .log("notification given up");
            forgetAttempts();
            return true;
        }
        count("retried");
        LOG.atWarn()
                .addKeyValue("notifier", notifier.name())
                .addKeyValue("offset", offset)
                .addKeyValue("why", why)
                .addKeyValue("next_attempt_in", backoff)
                .log("notification not delivered, will try again");
        nextAttempt = now.plus(backoff);
        Duration doubled = backoff.multipliedBy(2);
        backoff = doubled.compareTo(config.longestBackoff()) < 0 ? doubled : config.longestBackoff();
        return false;
    }

    private void forgetAttempts() {
        firstAttempt = null;
        nextAttempt = Instant.MIN;
        backoff = FIRST_BACKOFF;
    }

    private void count(String outcome) {
        registry.counter("weir.alerting.notifications", "notifier", notifier.name(), "outcome", outcome)
                .increment();
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
    }

    /** What was read and not delivered of a partition goes to whoever gets the partition next. */
    private final class Rebalance implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            waiting.removeIf(record -> partitions.contains(new TopicPartition(record.topic(), record.partition())));
            forgetAttempts();
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (waiting.isEmpty()) {
                consumer.resume(consumer.paused());
            }
        }
    }
}
