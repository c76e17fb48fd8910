package dev.weir.schemas.headers;

import dev.weir.schemas.headers.DeadLetterHeaders.Origin;
import dev.weir.schemas.headers.DeadLetterHeaders.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter that fits into a record whatever was refused: key, value and headers as they came, and {@link
 * DeadLetterHeaders}. A key or value that is too large keeps its head, and headers that are too large go, because a letter
 * that a broker refuses would end the task that writes it; {@link #CUT} says so. The whole record is at its origin as long
 * as that topic keeps it.
 */
public record DeadLetterRecord(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {

    /** What is not whole and how large it was, in words; absent where all of it is there. */
    public static final String CUT = "weir.cut";

    /** Most bytes of the headers that came with the record. */
    static final int MOST_HEADER_BYTES = 32 * 1024;

    /** Most bytes of the key. */
    static final int MOST_KEY_BYTES = 32 * 1024;

    /** Room for what is written beside them. */
    private static final int OWN_BYTES = 8 * 1024;

    static final int MOST_VALUE_BYTES = RecordLimit.MOST_BYTES - MOST_HEADER_BYTES - MOST_KEY_BYTES - OWN_BYTES;

    /**
     * The letter of a refused record.
     *
     * @param came headers of the record; not changed
     */
    public static DeadLetterRecord of(
            byte @Nullable [] key, byte @Nullable [] value, Headers came, Origin origin, Refusal refusal) {
        List<String> cut = new ArrayList<>();
        RecordHeaders headers = new RecordHeaders(came);
        headers.remove(CUT);
        long headerBytes = RecordLimit.bytes(headers);
        if (headerBytes > MOST_HEADER_BYTES) {
            cut.add("headers of " + headerBytes + " bytes");
            headers = new RecordHeaders();
        }
        byte[] keptKey = head("key", key, MOST_KEY_BYTES, cut);
        byte[] keptValue = head("value", value, MOST_VALUE_BYTES, cut);
        DeadLetterHeaders.write(headers, origin, refusal);
        if (!cut.isEmpty()) {
            headers.add(CUT, String.join(", ", cut).getBytes(StandardCharsets.UTF_8));
        }
        return new DeadLetterRecord(keptKey, keptValue, headers);
    }

    private static byte @Nullable [] head(String what, byte @Nullable [] bytes, int most, List<String> cut) {
        if (bytes == null || bytes.length <= most) {
            return bytes;
        }
        cut.add(what + " of " + bytes.length + " bytes");
        return Arrays.copyOf(bytes, most);
    }
}
