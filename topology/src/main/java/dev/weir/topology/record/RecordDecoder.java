package dev.weir.topology.record;

import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.RegistryUnavailableException;
import dev.weir.schemas.registry.UndecodableRecordException;
import dev.weir.topology.call.CallView;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to records, with the one distinction that matters: bytes that are no record are refused, and a registry that is
 * out of reach is waited for. When the patience is over the exception goes up, the task starts again from its committed
 * offset, and nothing is lost.
 */
public final class RecordDecoder<T extends SpecificRecord> {

    private static final long SHORTEST_WAIT_NANOS = Duration.ofMillis(50).toNanos();
    private static final long LONGEST_WAIT_NANOS = Duration.ofSeconds(2).toNanos();

    private final AvroCodec codec;
    private final Class<T> type;
    private final Duration patience;

    /** @param patience how long to wait for the registry; must be well below the transaction timeout */
    public RecordDecoder(AvroCodec codec, Class<T> type, Duration patience) {
        this.codec = codec;
        this.type = type;
        this.patience = patience;
    }

    /**
     * The record of some bytes.
     *
     * @throws ReadingException if they are no such record and never will be
     * @throws RegistryUnavailableException if the registry stayed out of reach for as long as the patience lasted
     */
    public T decode(byte @Nullable [] bytes) throws ReadingException {
        return patiently(bytes, record -> codec.decode(record, type));
    }

    /**
     * Fills a view of a trace event, under the same rules.
     *
     * @throws ReadingException if the bytes are no such record and never will be
     * @throws RegistryUnavailableException if the registry stayed out of reach for as long as the patience lasted
     */
    public void read(byte @Nullable [] bytes, CallView view) throws ReadingException {
        patiently(bytes, record -> {
            view.read(record);
            return view;
        });
    }

    /** A view that {@link #read} fills, for one task. */
    public CallView newView() {
        return new CallView(codec);
    }

    private <R> R patiently(byte @Nullable [] bytes, Function<byte[], R> decoding) throws ReadingException {
        if (bytes == null) {
            throw new ReadingException(
                    Rejection.NO_VALUE, "the record has no value: expected a " + type.getSimpleName());
        }
        long deadline = 0;
        long wait = SHORTEST_WAIT_NANOS;
        while (true) {
            try {
                return decoding.apply(bytes);
            } catch (UndecodableRecordException e) {
                throw new ReadingException(reason(e.reason()), String.valueOf(e.getMessage()));
            } catch (RegistryUnavailableException e) {
                long now = System.nanoTime();
                deadline = wait == SHORTEST_WAIT_NANOS ? now + patience.toNanos() : deadline;
                if (now + wait > deadline || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LockSupport.parkNanos(wait);
                wait = Math.min(wait * 2, LONGEST_WAIT_NANOS);
            }
        }
    }

    private static Rejection reason(UndecodableRecordException.Reason reason) {
        return switch (reason) {
            case NOT_WIRE_FORMAT -> Rejection.NOT_WIRE_FORMAT;
            case UNKNOWN_SCHEMA -> Rejection.UNKNOWN_SCHEMA;
            case INCOMPATIBLE_SCHEMA -> Rejection.INCOMPATIBLE_SCHEMA;
            case CORRUPT -> Rejection.CORRUPT;
        };
    }
}
