package dev.weir.app.otlp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes to the source topics and tells when every replica that must has what was written. While Kafka does not answer a
 * request is refused at once instead of holding a thread, but for one attempt every {@link #PAUSE}. Thread-safe.
 */
final class SourceSender implements AutoCloseable {

    /** Largest record that is made here; the broker's default limit is 1 MiB with everything around it. */
    static final int MOST_RECORD_BYTES = 900_000;

    /** How long nothing is tried after Kafka did not answer. */
    static final Duration PAUSE = Duration.ofSeconds(2);

    private static final Duration LONGEST_BLOCK = Duration.ofSeconds(3);
    private static final Duration LONGEST_DELIVERY = Duration.ofSeconds(10);
    private static final long NEVER = Long.MIN_VALUE;

    private final Producer<byte[], byte[]> producer;
    private final AtomicLong outSince = new AtomicLong(NEVER);

    SourceSender(Map<String, Object> clientSettings) {
        this(new KafkaProducer<>(toSend(clientSettings), new ByteArraySerializer(), new ByteArraySerializer()));
    }

    SourceSender(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    private static Map<String, Object> toSend(Map<String, Object> clientSettings) {
        clientSettings.put(ProducerConfig.ACKS_CONFIG, "all");
        clientSettings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        clientSettings.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        clientSettings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        clientSettings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LONGEST_BLOCK.toMillis());
        clientSettings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) LONGEST_DELIVERY.toMillis() / 2);
        clientSettings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) LONGEST_DELIVERY.toMillis());
        return clientSettings;
    }

    /**
     * Sends records; completes when all of them are acknowledged.
     *
     * @return fails with a KafkaException when one was not, or when Kafka was out a moment ago
     */
    CompletableFuture<Void> send(List<ProducerRecord<byte[], byte[]>> records) {
        long out = outSince.get();
        if (out != NEVER
                && (System.nanoTime() - out < PAUSE.toNanos() || !outSince.compareAndSet(out, System.nanoTime()))) {
            return CompletableFuture.failedFuture(new KafkaException("Kafka did not answer a moment ago"));
        }
        List<CompletableFuture<Void>> all = new ArrayList<>();
        try {
            for (ProducerRecord<byte[], byte[]> record : records) {
                CompletableFuture<Void> one = new CompletableFuture<>();
                all.add(one);
                producer.send(record, (metadata, failure) -> {
                    if (failure == null) {
                        one.complete(null);
                    } else {
                        one.completeExceptionally(failure);
                    }
                });
            }
        } catch (KafkaException e) {
            all.add(CompletableFuture.failedFuture(e));
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
                .whenComplete((sent, failure) ->
                        outSince.set(failure == null || isTooLarge(failure) ? NEVER : System.nanoTime()));
    }

    /** Whether Kafka takes no record as large as one of these: then it is not out, and trying again is in vain. */
    static boolean isTooLarge(Throwable failure) {
        return failure instanceof RecordTooLargeException
                || (failure instanceof CompletionException && failure.getCause() instanceof RecordTooLargeException);
    }

    @Override
    public void close() {
        producer.close(LONGEST_DELIVERY);
    }
}
