package dev.weir.alerting.notify;

import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.RegistryUnavailableException;
import dev.weir.schemas.registry.UndecodableRecordException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attempts to tell one receiver: what it was told last of each alert, how long it is left alone after a failure (from half
 * a second, doubled up to the configured longest), and when a notification is given up. Used by one thread, but for {@link
 * #hampered}.
 */
final class Deliveries {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
    private static final int MOST_REMEMBERED = 10_000;

    private final AvroCodec codec;
    private final Notifier notifier;
    private final NotifyConfig config;
    private final MeterRegistry registry;
    private final Clock clock;
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
    private volatile String hampered = "";
    private volatile String resendHampered = "";

    Deliveries(AvroCodec codec, Notifier notifier, NotifyConfig config, MeterRegistry registry, Clock clock) {
        this.codec = codec;
        this.notifier = notifier;
        this.config = config;
        this.registry = registry;
        this.clock = clock;
    }

    Notifier notifier() {
        return notifier;
    }

    /** Before this nothing is attempted. */
    Instant nextAttempt() {
        return nextAttempt;
    }

    /** What keeps notifications from their receiver, or was lost of late; empty: nothing. Any thread. */
    String hampered() {
        return hampered.isEmpty() ? resendHampered : hampered;
    }

    /** The next record is another one: nothing of it has been attempted. */
    void forgetAttempts() {
        firstAttempt = null;
        nextAttempt = Instant.MIN;
        backoff = FIRST_BACKOFF;
    }

    /** Time passes. */
    void tick() {
        Delivery last = notifier.tick(clock.instant());
        if (last instanceof Delivery.TryAgain again) {
            resendHampered = "alerts were not told again: " + again.why();
        } else if (last instanceof Delivery.Refused refused) {
            resendHampered = "alerts were not told again: " + refused.why();
        } else {
            resendHampered = "";
        }
    }

    /** Whether the record is done with; else it is due again at {@link #nextAttempt}. */
    boolean attempt(ConsumerRecord<String, byte[]> record) {
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
            return later(record.offset(), "registry out of reach", Duration.ZERO);
        }
        NotificationDecision decision = NotificationDecision.on(alert, lastSent.get(alert.getAlertId()));
        Notification notification = decision.notification();
        if (notification == null) {
            count("skipped");
            return true;
        }
        Delivery delivery = deliver(notification);
        if (delivery instanceof Delivery.TryAgain again) {
            return later(record.offset(), again.why(), again.after());
        }
        if (delivery instanceof Delivery.Refused refused) {
            dropped(alert, refused.why());
        } else {
            count("delivered");
            lastSent.put(alert.getAlertId(), alert);
            hampered = "";
        }
        forgetAttempts();
        return true;
    }

    /** A defect of a notifier costs one notification, not the receiver's others. */
    private Delivery deliver(Notification notification) {
        try {
            return notifier.deliver(notification);
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("notifier", notifier.name())
                    .addKeyValue("event_id", notification.key())
                    .setCause(e)
                    .log("notifier broke off");
            return new Delivery.Refused(e.getClass().getSimpleName() + " of the notifier");
        }
    }

    private void dropped(Alert alert, String why) {
        count("refused");
        hampered = "the last notification was dropped: " + why;
        LOG.atWarn()
                .addKeyValue("notifier", notifier.name())
                .addKeyValue("event_id", alert.getEventId())
                .addKeyValue("why", why)
                .log("notification refused by its receiver, dropped");
    }

    /** @param asked the least pause that the receiver asked for; the longest configured one is not exceeded */
    private boolean later(long offset, String why, Duration asked) {
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
            hampered = "the last notification was given up: " + why;
            forgetAttempts();
            return true;
        }
        count("retried");
        Duration pause = shorter(asked.compareTo(backoff) > 0 ? asked : backoff, config.longestBackoff());
        LOG.atWarn()
                .addKeyValue("notifier", notifier.name())
                .addKeyValue("offset", offset)
                .addKeyValue("why", why)
                .addKeyValue("next_attempt_in", pause)
                .log("notification not delivered, will try again");
        hampered = "not delivered since " + firstAttempt + ", trying again: " + why;
        nextAttempt = now.plus(pause);
        backoff = shorter(backoff.multipliedBy(2), config.longestBackoff());
        return false;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void count(String outcome) {
        registry.counter("weir.alerting.notifications", "notifier", notifier.name(), "outcome", outcome)
                .increment();
    }
}
