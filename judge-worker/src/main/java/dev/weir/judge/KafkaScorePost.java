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
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Scores to {@code weir.scores}, keyed by score id, through an idempotent producer that waits for all replicas. */
final class KafkaScorePost implements ScorePost {

    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final Producer<byte[], byte[]> producer;
    private final AvroCodec codec;

    KafkaScorePost(Map<String, Object> client, AvroCodec codec) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        settings.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 60_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 15_000);
        this.producer = new KafkaProducer<>(settings);
        this.codec = codec;
    }

    @Override
    public void post(List<Score> scores) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Score score : scores) {
            byte[] key = score.getScoreId().getBytes(StandardCharsets.UTF_8);
            sent.add(
                    producer.send(new ProducerRecord<>(Topics.SCORES.name(), key, codec.encode(Topics.SCORES, score))));
        }
        sent.forEach(KafkaScorePost::await);
    }

    @Override
    public void deadLetter(Lease lease, Refusal refusal) {
        Origin origin = new Origin(
                lease.record().topic(),
                lease.record().partition(),
                lease.record().offset());
        DeadLetterRecord letter = DeadLetterRecord.of(
                lease.record().key(), lease.record().value(), lease.record().headers(), origin, refusal);
        await(producer.send(new ProducerRecord<>(
                Topics.DEAD_LETTERS.name(), null, letter.key(), letter.value(), letter.headers())));
    }

    @Override
    public void close() {
        producer.close(CLOSE);
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
