package dev.weir.app.run;

import dev.weir.app.api.Alerts;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertStatus;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.RegistryUnavailableException;
import dev.weir.schemas.registry.UndecodableRecordException;
import dev.weir.schemas.supervision.SupervisedLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alerts as every instance sees them: the history topic read from its start into memory, so that any role can answer.
 * The newest transition of each alert, and the last {@value #MOST_TRANSITIONS} transitions.
 */
public final class AlertView implements Alerts {

    static final int MOST_TRANSITIONS = 10_000;

    /** Largest alert that is kept: ten annotations of the longest; most have a few kilobytes. */
    static final int MOST_ALERT_BYTES = 128 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(AlertView.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final AvroCodec codec;
    private final Map<String, Alert> newest = new TreeMap<>();
    private final Deque<Alert> history = new ArrayDeque<>();
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    /** Used by the loop's thread only. */
    private final Map<TopicPartition, Long> read = new HashMap<>();

    private final SupervisedLoop loop;

    public AlertView(Map<String, Object> client, AvroCodec codec) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.codec = codec;
        this.loop = new SupervisedLoop("alert-view", () -> new Follow(settings));
        loop.ended().whenComplete((end, failure) -> {
            if (failure != null) {
                caughtUp.completeExceptionally(failure);
            }
        });
    }

    /** Completes when everything that was there at the start has been read. */
    public CompletableFuture<Void> caughtUp() {
        return caughtUp;
    }

    @Override
    public synchronized List<Alert> active() {
        return newest.values().stream()
                .filter(alert -> alert.getStatus() == AlertStatus.PENDING || alert.getStatus() == AlertStatus.FIRING)
                .toList();
    }

    @Override
    public synchronized List<Alert> history() {
        return List.copyOf(history);
    }

    /** What reads them. */
    SupervisedLoop loop() {
        return loop;
    }

    /** The topic from where an earlier consumer of this view stopped. */
    private final class Follow implements SupervisedLoop.Work {
        private final KafkaConsumer<String, byte[]> consumer;
        private final Map<TopicPartition, Long> ends;

        Follow(Map<String, Object> settings) {
            consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
            try {
                Collection<TopicPartition> partitions = consumer.partitionsFor(Topics.ALERT_HISTORY.name()).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
                consumer.assign(partitions);
                partitions.forEach(partition -> consumer.seek(partition, read.getOrDefault(partition, 0L)));
                ends = consumer.endOffsets(partitions);
            } catch (RuntimeException e) {
                consumer.close();
                throw e;
            }
        }

        @Override
        public void step() {
            ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
            try {
                for (ConsumerRecord<String, byte[]> record : records) {
                    take(record);
                    read.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
                }
            } catch (RegistryUnavailableException e) {
                // What the registry cannot say yet is read again.
                records.partitions().forEach(partition -> consumer.seek(partition, read.getOrDefault(partition, 0L)));
                throw e;
            }
            if (!caughtUp.isDone()
                    && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                caughtUp.complete(null);
            }
        }

        @Override
        public String hampered() {
            return caughtUp.isDone() ? "" : "the alerts of before are being read";
        }

        @Override
        public void wake() {
            consumer.wakeup();
        }

        @Override
        public void close() {
            consumer.close(CloseOptions.timeout(CLOSE));
        }
    }

    private synchronized void take(ConsumerRecord<String, byte[]> record) {
        try {
            Alert alert = alert(record.value());
            newest.put(alert.getAlertId(), alert);
            history.addLast(alert);
            if (history.size() > MOST_TRANSITIONS) {
                history.removeFirst();
            }
        } catch (UndecodableRecordException e) {
            LOG.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("reason", e.reason())
                    .log("unreadable alert passed over");
        }
    }

    /** Anybody may write to the topic, and thousands of alerts are kept in memory. */
    private Alert alert(byte @Nullable [] value) {
        int length = value == null ? 0 : value.length;
        if (value == null || length > MOST_ALERT_BYTES) {
            throw new UndecodableRecordException(
                    UndecodableRecordException.Reason.NOT_WIRE_FORMAT,
                    "record of " + length + " bytes: expected an Alert of at most " + MOST_ALERT_BYTES);
        }
        return codec.decode(value, Alert.class);
    }
}
