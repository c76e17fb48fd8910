package dev.weir.schemas.headers;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * How large a record may be that Weir makes. Brokers refuse a batch above 1 MiB by default (1,048,588 bytes), compression
 * aside, and a producer that was refused cannot go on in its transaction. So whoever makes a record that could be larger
 * makes it smaller first.
 */
public final class RecordLimit {

    /** Most bytes of key, value and headers together: a broker's default limit less room for the frame of the record. */
    public static final int MOST_BYTES = 1_000_000;

    /** Lengths, counts and the frame of one header, and of a record, at the most. */
    private static final int FRAME = 16;

    private RecordLimit() {}

    /** Bytes of a record as the limit counts them. */
    public static long bytes(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        return length(key) + length(value) + bytes(headers);
    }

    /** Bytes of headers. */
    public static long bytes(Headers headers) {
        long bytes = 0;
        for (Header header : headers) {
            bytes += 3L * header.key().length() + length(header.value()) + FRAME;
        }
        return bytes;
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length + FRAME;
    }
}
