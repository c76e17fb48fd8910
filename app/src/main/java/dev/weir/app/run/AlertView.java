package dev.weir.app.run;

import dev.weir.app.api.Alerts;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertStatus;
import dev.weir.schemas.registry.AvroCodec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alerts as every instance sees them: the history topic read from its start into memory, so that any role can answer.
 * The newest transition of each alert, and the last {@value #MOST_TRANSITIONS} transitions.
 */
public final class AlertView implements Alerts, AutoCloseable {

    static final int MOST_TRANSITIONS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(AlertView.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<String, byte[]> consumer;
    private final AvroCodec codec;
    private final Map<String, Alert> newest = new TreeMap<>();
    private final Deque<Alert> history = new ArrayDeque<>();
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final Thread thread = new Thread(this::follow, "weir-alert-view");

    public AlertView(Map<String, Object> client, AvroCodec codec) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        this.codec = codec;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
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

    private void follow() {
        try (consumer) {
            Collection<TopicPartition> partitions = consumer.partitionsFor(Topics.ALERT_HISTORY.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (true) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    take(record);
                }
                if (!caughtUp.isDone()
                        && ends.entrySet().stream()
                                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                    caughtUp.complete(null);
                }
            }
        } catch (WakeupException e) {
            LOG.atDebug().log("alert view closed");
        } catch (RuntimeException e) {
            caughtUp.completeExceptionally(e);
            LOG.atError().setCause(e).log("alert view failed");
        }
    }

    private synchronized void take(ConsumerRecord<String, byte[]> record) {
        try {
            Alert alert = codec.decode(record.value(), Alert.class);
            newest.put(alert.getAlertId(), alert);
            history.addLast(alert);
            if (history.size() > MOST_TRANSITIONS) {
                history.removeFirst();
            }
        } catch (SerializationException e) {
            LOG.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .setCause(e)
                    .log("unreadable alert passed over");
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
    }
}
