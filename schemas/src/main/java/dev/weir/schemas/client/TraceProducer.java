package dev.weir.schemas.client;

import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.SchemaRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The way of a trace event into {@code weir.traces}: key = trace id, value = Avro in the Confluent wire format.
 *
 * <p>Guarantee: a future that completes normally means that all in-sync replicas hold the record, once, in spite of
 * retries (acks=all, idempotent). Defaults beyond Kafka's: {@link #DEFAULTS}. {@link #close} waits until everything sent
 * is answered. Thread-safe; one a process is enough.
 */
public final class TraceProducer implements AutoCloseable {

    /**
     * Settings where the caller gives none: batches of up to 64 KiB wait 20 ms and are compressed with lz4; requests of up
     * to 4 MiB, so that an event with a text of a megabyte passes (the broker's own limit is on the compressed batch).
     */
    public static final Map<String, Object> DEFAULTS = Map.of(
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "lz4",
            ProducerConfig.LINGER_MS_CONFIG,
            20,
            ProducerConfig.BATCH_SIZE_CONFIG,
            1 << 16,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            4 << 20);

    private final Producer<String, byte[]> producer;
    private final AvroCodec codec;

    /**
     * Producer with Kafka's own settings over {@link #DEFAULTS}.
     *
     * @param settings at least {@code bootstrap.servers}
     * @param registry stays open when the producer closes
     */
    public TraceProducer(Map<String, Object> settings, SchemaRegistry registry) {
        this(
                new KafkaProducer<>(withDefaults(settings), new StringSerializer(), new ByteArraySerializer()),
                new AvroCodec(registry));
    }

    TraceProducer(Producer<String, byte[]> producer, AvroCodec codec) {
        this.producer = producer;
        this.codec = codec;
    }

    /**
     * Sends one event. Returns at once unless Kafka's buffer is full, then within {@code max.block.ms}.
     *
     * @return completes when the brokers have the record, or exceptionally with Kafka's own exception
     * @throws InvalidTraceException if the pipeline would refuse the event for sure; names every problem
     * @throws dev.weir.schemas.registry.RegistryUnavailableException if the schema's id cannot be asked for now
     */
    public CompletableFuture<RecordMetadata> send(TraceEvent event) {
        List<String> problems = TraceRules.problems(event);
        if (!problems.isEmpty()) {
            throw new InvalidTraceException(problems);
        }
        byte[] value = codec.encode(Topics.TRACES, event);
        CompletableFuture<RecordMetadata> answered = new CompletableFuture<>();
        producer.send(new ProducerRecord<>(Topics.TRACES.name(), event.getTraceId(), value), (metadata, failure) -> {
            if (failure == null) {
                answered.complete(metadata);
            } else {
                answered.completeExceptionally(failure);
            }
        });
        return answered;
    }

    /** Waits until everything sent so far is answered. */
    public void flush() {
        producer.flush();
    }

    /** Sends what is still buffered, waits for the answers and closes. */
    @Override
    public void close() {
        producer.flush();
        producer.close();
    }

    private static Map<String, Object> withDefaults(Map<String, Object> settings) {
        Map<String, Object> merged = new HashMap<>(DEFAULTS);
        merged.putAll(settings);
        return merged;
    }
}
