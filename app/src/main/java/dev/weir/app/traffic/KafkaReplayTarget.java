package dev.weir.app.traffic;

import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.headers.EndOfInput;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka topic as the target of a replay: key trace id, value as encoded, record timestamp the simulated arrival, partition
 * by the hash of the key.
 *
 * <p>At most {@link #MAX_IN_FLIGHT} records are on their way; the sender waits for room. A record
 * that is too large for the topic is counted as refused and costs only itself; any other failed delivery ends the replay
 * with the next call. The producer belongs to the caller, who closes it.
 */
public final class KafkaReplayTarget implements ReplayTarget {

    /** Records that may be on their way. */
    static final int MAX_IN_FLIGHT = 10_000;

    /** Nobody else waits for a replay: one that is slow on a busy machine, or through a broker's restart, goes on. */
    private static final int LONGEST_DELIVERY_MILLIS = 600_000;

    private final Producer<String, byte @Nullable []> producer;
    private final String topic;
    private final Function<TraceEvent, byte[]> encode;
    private final Semaphore room = new Semaphore(MAX_IN_FLIGHT);
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final LongAdder refused = new LongAdder();
    private final SentOffsets sent;
    private final Callback delivered = (metadata, exception) -> {
        if (exception instanceof RecordTooLargeException) {
            refused.increment();
        } else if (exception != null) {
            failure.compareAndSet(null, exception);
        }
        room.release();
    };

    /** @param sent where delivered events are noted; end markers are not */
    public KafkaReplayTarget(
            Producer<String, byte @Nullable []> producer,
            String topic,
            Function<TraceEvent, byte[]> encode,
            SentOffsets sent) {
        this.producer = producer;
        this.topic = topic;
        this.encode = encode;
        this.sent = sent;
    }

    /**
     * Producer settings that a replay needs, without servers, security, compression and serializers.
     *
     * <p>One request in flight: with more, an idempotent producer that writes to a topic created a moment ago may have its
     * second batch accepted and its first refused, and never recovers from that.
     */
    public static Map<String, Object> producerSettings() {
        return Map.of(
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                LONGEST_DELIVERY_MILLIS,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                LONGEST_DELIVERY_MILLIS,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1,
                ProducerConfig.LINGER_MS_CONFIG,
                20,
                ProducerConfig.BATCH_SIZE_CONFIG,
                256 * 1024,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                4 << 20);
    }

    @Override
    public void send(Arrival arrival) throws InterruptedException {
        failIfAnyFailed();
        TraceEvent event = arrival.event();
        byte[] value = encode.apply(event);
        room.acquire();
        submit(new ProducerRecord<>(topic, null, timestamp(arrival.at()), event.getTraceId(), value), (metadata, e) -> {
            if (e == null) {
                sent.add(metadata.partition(), metadata.offset());
            }
            delivered.onCompletion(metadata, e);
        });
    }

    @Override
    public void flush() {
        producer.flush();
        failIfAnyFailed();
    }

    @Override
    public long refused() {
        return refused.sum();
    }

    @Override
    public void end(Instant lastArrival) {
        flush();
        int partitions = producer.partitionsFor(topic).size();
        for (int partition = 0; partition < partitions; partition++) {
            room.acquireUninterruptibly();
            submit(EndOfInput.marker(topic, partition, timestamp(lastArrival)), delivered);
        }
        flush();
    }

    private void submit(ProducerRecord<String, byte @Nullable []> record, Callback whenDelivered) {
        try {
            producer.send(record, whenDelivered);
        } catch (RuntimeException e) {
            throw new ReplayException("cannot send to topic " + topic + ": " + e.getMessage(), e);
        }
    }

    /** Kafka knows no time before 1970. */
    private static long timestamp(Instant arrival) {
        return Math.max(0, arrival.toEpochMilli());
    }

    private void failIfAnyFailed() {
        Exception first = failure.get();
        if (first != null) {
            throw new ReplayException("topic " + topic + " refused a record: " + first.getMessage(), first);
        }
    }
}
