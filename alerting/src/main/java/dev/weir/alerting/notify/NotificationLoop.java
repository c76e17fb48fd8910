package dev.weir.alerting.notify;

import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.supervision.SupervisedLoop;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Delivery to one receiver, in the order of the topic, at least once: an offset is committed after the receiver has
 * answered. A receiver or a broker that does not answer is tried again; what the receiver has been told is remembered
 * meanwhile, so it is told twice only after a restart of the process or after 10,000 other alerts.
 */
public final class NotificationLoop {

    private NotificationLoop() {}

    /**
     * A loop that has not been started.
     *
     * @param consumers made with {@link #consumerSettings}; each belongs to the loop
     */
    public static SupervisedLoop of(
            Supplier<? extends Consumer<String, byte[]>> consumers,
            AvroCodec codec,
            Notifier notifier,
            NotifyConfig config,
            MeterRegistry registry,
            Clock clock) {
        Deliveries deliveries = new Deliveries(codec, notifier, config, registry, clock);
        return new SupervisedLoop(
                "notify-" + notifier.name(), () -> new DeliverInOrder(consumers.get(), deliveries, clock).subscribed());
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
}
