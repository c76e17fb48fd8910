package dev.weir.app.run;

import dev.weir.schemas.Topics;
import dev.weir.schemas.headers.DeadLetterHeaders.Origin;
import dev.weir.schemas.headers.DeadLetterRecord;
import dev.weir.schemas.refusal.PoisonRecords;
import dev.weir.schemas.refusal.RefusedRecordException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.apache.kafka.streams.processor.api.Record;
import org.rocksdb.RocksDBException;

/**
 * What becomes of an exception in a step. A record that its step refuses is a dead letter, in the transaction that moves the
 * offset. Any other exception ends the task, because the step may have changed half of its state; {@link PoisonRecords} takes note
 * of the record, and its step refuses it after it has done so twice.
 */
public final class PoisonHandler implements ProcessingExceptionHandler {

    private PoisonRecords poisons = PoisonRecords.of(Map.of());

    @Override
    public void configure(Map<String, ?> settings) {
        poisons = PoisonRecords.of(settings);
    }

    /** The records of one application, with failures of cluster, disk and registry told from their own. */
    static PoisonRecords newRecords() {
        return new PoisonRecords(PoisonHandler::isOfARecord);
    }

    @Override
    public Response handleError(ErrorHandlerContext at, Record<?, ?> record, Exception failure) {
        if (failure instanceof RefusedRecordException refused) {
            return Response.resume(List.of(letter(at, refused)));
        }
        if (at.topic() != null) {
            poisons.failed(origin(at), failure);
        }
        return Response.fail();
    }

    private static Origin origin(ErrorHandlerContext at) {
        return new Origin(at.topic(), at.partition(), at.offset());
    }

    private static ProducerRecord<byte[], byte[]> letter(ErrorHandlerContext at, RefusedRecordException refused) {
        DeadLetterRecord letter = DeadLetterRecord.of(
                at.sourceRawKey(),
                refused.keepsValue() ? at.sourceRawValue() : null,
                at.headers(),
                origin(at),
                refused.refusal());
        return new ProducerRecord<>(Topics.DEAD_LETTERS.name(), null, letter.key(), letter.value(), letter.headers());
    }

    /**
     * Whether the record may be to blame: not the cluster, the disk, or a registry out of reach; nor a record that was too
     * large to be sent, because that shows while another one is processed.
     */
    static boolean isOfARecord(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SerializationException) {
                return true;
            }
            boolean wraps = cause instanceof StreamsException
                    && !(cause instanceof ProcessorStateException
                            || cause instanceof InvalidStateStoreException
                            || cause instanceof TaskCorruptedException
                            || cause instanceof TaskMigratedException);
            if (cause instanceof Error
                    || cause instanceof IOException
                    || cause instanceof UncheckedIOException
                    || cause instanceof RocksDBException
                    || (cause instanceof KafkaException && !wraps)) {
                return false;
            }
        }
        return true;
    }
}
