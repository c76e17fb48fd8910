package dev.weir.topology.ingest;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Kafka clients whose main consumers say how far they have read. Each stream thread polls its own consumer, so the one
 * that the asking thread polled last is the one that knows; no lock is needed.
 *
 * <p>A partition has been read to its end when its consumer's lag is zero, every record that poll returned was
 * processed, and the broker has answered a fetch within {@link #HEARD_WITHIN}: a consumer that is cut off knows nothing
 * new, so its partitions stand still.
 */
public final class ProgressTrackingClients extends DefaultKafkaClientSupplier implements SourceProgress {

    /** How old the last answer to a fetch may be; an idle fetch is answered every 500 ms by default. */
    static final Duration HEARD_WITHIN = Duration.ofSeconds(5);

    private final ThreadLocal<@Nullable TrackingConsumer> polledHere = new ThreadLocal<>();
    private final Clock clock;

    public ProgressTrackingClients(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new TrackingConsumer(config);
    }

    @Override
    public boolean isReadToEnd(TopicPartition partition, long lastProcessed) {
        TrackingConsumer consumer = polledHere.get();
        return consumer != null && consumer.isReadToEnd(partition, lastProcessed);
    }

    @Override
    public void restart(TopicPartition partition) {
        TrackingConsumer consumer = polledHere.get();
        if (consumer != null) {
            consumer.lastReturned.remove(partition);
        }
    }

    private final class TrackingConsumer extends KafkaConsumer<byte[], byte[]> {

        private final Map<TopicPartition, Long> lastReturned = new HashMap<>();
        private final @Nullable Metric fetches;
        private double fetchesSeen;
        private long heardAt;

        TrackingConsumer(Map<String, Object> config) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            fetches = metrics().entrySet().stream()
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

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            polledHere.set(this);
            ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
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
            OptionalLong lag = assignment().contains(partition) ? currentLag(partition) : OptionalLong.empty();
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
