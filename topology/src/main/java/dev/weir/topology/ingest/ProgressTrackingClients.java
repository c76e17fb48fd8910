package dev.weir.topology.ingest;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.internals.AsyncKafkaConsumer;
import org.apache.kafka.clients.consumer.internals.StreamsRebalanceData;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig.InternalConfig;
import org.apache.kafka.streams.internals.ConsumerWrapper;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Kafka clients whose main consumers say how far they have read and whose producers say when they have committed. Each stream thread polls its own consumer, so the one
 * that the asking thread polled last is the one that knows; no lock is needed.
 *
 * <p>A partition has been read to its end when its consumer's lag is zero, every record that poll returned was
 * processed, and the broker has answered a fetch within {@link #HEARD_WITHIN}: a consumer that is cut off knows nothing
 * new, so its partitions stand still.
 */
public final class ProgressTrackingClients extends DefaultKafkaClientSupplier implements SourceProgress {

    /** How old the last answer to a fetch may be; an idle fetch is answered every 500 ms by default. */
    static final Duration HEARD_WITHIN = Duration.ofSeconds(5);

    private static final String SETTING = "weir.progress.tracking.clients";

    private final ThreadLocal<@Nullable Reading> polledHere = new ThreadLocal<>();
    private final Clock clock;
    private volatile Runnable afterCommit = () -> {};

    public ProgressTrackingClients(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new TrackingConsumer(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()) {
            @Override
            public void commitTransaction() {
                super.commitTransaction();
                afterCommit.run();
            }
        };
    }

    /** Sets what a stream thread does as soon as its transaction is committed; to be called before it starts. */
    public void afterCommit(Runnable action) {
        afterCommit = action;
    }

    /**
     * Has the main consumers of the streams protocol tracked too: Kafka Streams makes those itself, whatever supplies the
     * clients, and has an internal setting to wrap them.
     */
    public void track(Properties streamsSettings) {
        streamsSettings.put(InternalConfig.INTERNAL_CONSUMER_WRAPPER, Wrapper.class);
        streamsSettings.put(SETTING, this);
    }

    @Override
    public boolean isReadToEnd(TopicPartition partition, long lastProcessed) {
        Reading reading = polledHere.get();
        return reading != null && reading.isReadToEnd(partition, lastProcessed);
    }

    @Override
    public void restart(TopicPartition partition) {
        Reading reading = polledHere.get();
        if (reading != null) {
            reading.lastReturned.remove(partition);
        }
    }

    private final class TrackingConsumer extends KafkaConsumer<byte[], byte[]> {

        private final Reading reading;

        TrackingConsumer(Map<String, Object> config) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            reading = new Reading(this);
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            return reading.note(super.poll(timeout));
        }
    }

    /** A consumer of the streams protocol; made by Kafka Streams from its class. */
    public static final class Wrapper extends ConsumerWrapper {

        private @Nullable Reading reading;

        @Override
        public void wrapConsumer(
                AsyncKafkaConsumer<byte[], byte[]> consumer,
                Map<String, Object> config,
                Optional<StreamsRebalanceData> rebalanceData) {
            super.wrapConsumer(consumer, config, rebalanceData);
            if (!(config.get(SETTING) instanceof ProgressTrackingClients clients)) {
                throw new IllegalStateException("settings without " + SETTING);
            }
            reading = clients.new Reading(consumer);
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            if (reading == null) {
                throw new IllegalStateException("polled before it was wrapped");
            }
            return reading.note(super.poll(timeout));
        }
    }

    /** What a consumer has returned and heard. */
    private final class Reading {

        private final Consumer<byte[], byte[]> consumer;
        private final Map<TopicPartition, Long> lastReturned = new HashMap<>();
        private final @Nullable Metric fetches;
        private double fetchesSeen;
        private long heardAt;

        Reading(Consumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
            fetches = consumer.metrics().entrySet().stream()
                    .filter(entry -> isFetchTotal(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
        }

        private static boolean isFetchTotal(MetricName name) {
            return name.name().equals("fetch-total")
                    && name.group().equals("consumer-fetch-manager-metrics")
                    && !name.tags().containsKey("topic");
        }

        ConsumerRecords<byte[], byte[]> note(ConsumerRecords<byte[], byte[]> records) {
            polledHere.set(this);
            for (TopicPartition partition : records.partitions()) {
                List<ConsumerRecord<byte[], byte[]>> batch = records.records(partition);
                lastReturned.put(partition, batch.get(batch.size() - 1).offset());
            }
            return records;
        }

        boolean isReadToEnd(TopicPartition partition, long lastProcessed) {
            Long returned = lastReturned.get(partition);
            if (returned != null && lastProcessed < returned) {
                return false;
            }
            if (!hasHeardLately()) {
                return false;
            }
            OptionalLong lag =
                    consumer.assignment().contains(partition) ? consumer.currentLag(partition) : OptionalLong.empty();
            return lag.isPresent() && lag.getAsLong() == 0;
        }

        private boolean hasHeardLately() {
            if (fetches == null) {
                throw new IllegalStateException("the consumer has no metric fetch-total");
            }
            double seen = (Double) fetches.metricValue();
            if (seen != fetchesSeen) {
                fetchesSeen = seen;
                heardAt = clock.millis();
            }
            return fetchesSeen > 0 && clock.millis() - heardAt <= HEARD_WITHIN.toMillis();
        }
    }
}
