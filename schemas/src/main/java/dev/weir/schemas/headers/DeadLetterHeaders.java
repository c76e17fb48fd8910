package dev.weir.schemas.headers;

import dev.weir.schemas.TextLimit;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.common.header.Headers;

/**
 * Headers of a record on {@code weir.dead-letters}, which otherwise is the refused record as it came. Every module writes them
 * here, so that they have one form. Values are UTF-8 text. They hold nothing of the record's payload.
 */
public final class DeadLetterHeaders {

    /** Why it was refused: lower-case words joined by hyphens. */
    public static final String REASON = "weir.reason";

    /** What was wrong, in words: what came and what was expected, within {@link TextLimit#MESSAGE}; absent when the reason says all. */
    public static final String MESSAGE = "weir.message";

    /** The field at fault; absent when there is none. */
    public static final String FIELD = "weir.field";

    /** Topic that the record was read from. */
    public static final String TOPIC = "weir.origin.topic";

    /** Partition that it was read from. */
    public static final String PARTITION = "weir.origin.partition";

    /** Offset that it was read from. */
    public static final String OFFSET = "weir.origin.offset";

    private DeadLetterHeaders() {}

    /** Where a record was read from. */
    public record Origin(String topic, int partition, long offset) {}

    /**
     * Why a record was refused.
     *
     * @param reason constant of the enum that lists the reasons of the module
     * @param message may be empty
     * @param field may be empty
     */
    public record Refusal(Enum<?> reason, String message, String field) {

        /** A refusal that no one field is to blame for. */
        public Refusal(Enum<?> reason, String message) {
            this(reason, message, "");
        }
    }

    /** Writes all headers of a dead letter, as {@link DeadLetterRecord} does. Those of an earlier refusal, which a record that was sent again carries, go. */
    public static void write(Headers headers, Origin origin, Refusal refusal) {
        set(headers, REASON, spelt(refusal.reason()));
        set(headers, MESSAGE, TextLimit.MESSAGE.of(refusal.message()));
        set(headers, FIELD, TextLimit.NAME.of(refusal.field()));
        set(headers, TOPIC, origin.topic());
        set(headers, PARTITION, Integer.toString(origin.partition()));
        set(headers, OFFSET, Long.toString(origin.offset()));
    }

    /** A reason as {@link #REASON} and counters spell it: {@code NOT_WIRE_FORMAT} is {@code not-wire-format}. */
    public static String spelt(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void set(Headers headers, String name, String value) {
        headers.remove(name);
        if (!value.isEmpty()) {
            headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        }
    }
}
