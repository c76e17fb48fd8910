package dev.weir.judge;

import dev.weir.judge.queue.Lease;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Score;
import dev.weir.schemas.headers.DeadLetterHeaders.Origin;
import dev.weir.schemas.headers.DeadLetterHeaders.Refusal;
import dev.weir.schemas.headers.DeadLetterRecord;
import dev.weir.schemas.registry.AvroCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Scores to {@code weir.scores}, keyed by score id, through an idempotent producer that waits for all replicas. After a
 * failure that cannot pass by itself the next attempt has a producer of its own, because such a producer may never recover.
 */
final class KafkaScorePost implements ScorePost {

    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final Map<String, Object> settings;
    private final AvroCodec codec;
    private @Nullable Producer<byte[], byte[]> open;

    KafkaScorePost(Map<String, Object> client, AvroCodec codec) {
        this.settings = new HashMap<>(client);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        settings.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 60_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 15_000);
        this.codec = codec;
    }

    @Override
    public void post(List<Score> scores) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (Score score : scores) {
            byte[] key = score.getScoreId().getBytes(StandardCharsets.UTF_8);
            records.add(new ProducerRecord<>(Topics.SCORES.name(), key, codec.encode(Topics.SCORES, score)));
        }
        send(records);
    }

    @Override
    public void deadLetter(Lease lease, Refusal refusal) {
        Origin origin = new Origin(
                lease.record().topic(),
                lease.record().partition(),
                lease.record().offset());
        DeadLetterRecord letter = DeadLetterRecord.of(
                lease.record().key(), lease.record().value(), lease.record().headers(), origin, refusal);
        send(List.of(new ProducerRecord<>(
                Topics.DEAD_LETTERS.name(), null, letter.key(), letter.value(), letter.headers())));
    }

    private void send(List<ProducerRecord<byte[], byte[]>> records) {
        Producer<byte[], byte[]> producer = producer();
        try {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            records.forEach(record -> sent.add(producer.send(record)));
            sent.forEach(KafkaScorePost::await);
        } catch (RetriableException | InterruptException | RecordTooLargeException e) {
            throw e;
        } catch (RuntimeException e) {
            discard(producer);
            throw e instanceof KafkaException ? e : new KafkaException("producer closed meanwhile", e);
        }
    }

    private synchronized Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> producer = open;
        if (producer == null) {
            producer = new KafkaProducer<>(settings);
            open = producer;
        }
        return producer;
    }

    /** Others that wait for this producer fail too, and try again with the next one. */
    private synchronized void discard(Producer<byte[], byte[]> failed) {
        if (open == failed) {
            open = null;
            failed.close(Duration.ZERO);
        }
    }

    @Override
    public synchronized void close() {
        Producer<byte[], byte[]> producer = open;
        if (producer != null) {
            producer.close(CLOSE);
        }
    }

    private static void await(Future<RecordMetadata> sent) {
        try {
            sent.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(failed.getCause());
        } catch (InterruptedException stopped) {
            throw new InterruptException("interrupted while waiting for an acknowledgement", stopped);
        }
    }
}
