package dev.weir.app.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class SourceSenderTest {

    private static final List<ProducerRecord<byte[], byte[]>> RECORDS =
            List.of(new ProducerRecord<>("otlp_spans", new byte[] {1}, new byte[] {2}));

    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final SourceSender sender = new SourceSender(kafka);

    @Test
    void recordThatKafkaRefuses_costsNobodyElse() {
        CompletableFuture<Void> large = sender.send(RECORDS);
        assertTrue(kafka.errorNext(new RecordTooLargeException("too large")));
        assertTrue(SourceSender.isTooLarge(assertThrows(CompletionException.class, large::join)));

        CompletableFuture<Void> next = sender.send(RECORDS);
        assertTrue(kafka.completeNext());
        next.join();
        assertEquals(2, kafka.history().size());
    }

    @Test
    void kafkaThatDoesNotAnswer_isAskedAgainAfterAPause() {
        CompletableFuture<Void> out = sender.send(RECORDS);
        assertTrue(kafka.errorNext(new TimeoutException("no answer")));
        assertFalse(SourceSender.isTooLarge(assertThrows(CompletionException.class, out::join)));

        assertThrows(CompletionException.class, () -> sender.send(RECORDS).join());
        assertEquals(1, kafka.history().size());
    }
}
