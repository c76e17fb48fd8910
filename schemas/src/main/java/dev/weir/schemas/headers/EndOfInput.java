package dev.weir.schemas.headers;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The record that says: this partition of a replayed topic has been written to its end. It has neither key nor value, only
 * the header {@value #HEADER}, and stands in every partition once; behind it nothing follows. Its timestamp is the last
 * simulated arrival. It never stands in a live topic.
 */
public final class EndOfInput {

    /** Name of the header that marks the record. */
    public static final String HEADER = "weir-end-of-input";

    private static final byte[] ONE = "1".getBytes(StandardCharsets.US_ASCII);

    private EndOfInput() {}

    /**
     * The marker for one partition.
     *
     * @param arrivalMillis last simulated arrival of the replay, milliseconds since the epoch
     */
    public static <K, V> ProducerRecord<K, V> marker(String topic, int partition, long arrivalMillis) {
        return new ProducerRecord<>(topic, partition, arrivalMillis, null, null, new RecordHeaders().add(HEADER, ONE));
    }

    /** Whether a record with these headers and this value is the marker. */
    public static boolean isMarker(Headers headers, byte @Nullable [] value) {
        return value == null && headers.lastHeader(HEADER) != null;
    }
}
