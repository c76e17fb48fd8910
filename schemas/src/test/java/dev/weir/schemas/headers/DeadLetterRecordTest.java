package dev.weir.schemas.headers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.TextLimit;
import dev.weir.schemas.headers.DeadLetterHeaders.Origin;
import dev.weir.schemas.headers.DeadLetterHeaders.Refusal;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeadLetterRecordTest {

    private static final Origin ORIGIN = new Origin("weir.traces", 3, 71);

    private enum Reason {
        CORRUPT
    }

    @Test
    void ordinaryRecord_isWhole_andItsOwnHeadersStay() {
        RecordHeaders came = new RecordHeaders();
        came.add("traceparent", new byte[] {1});

        DeadLetterRecord letter =
                DeadLetterRecord.of(new byte[] {7}, new byte[] {9}, came, ORIGIN, new Refusal(Reason.CORRUPT, "why"));

        assertArrayEquals(new byte[] {7}, letter.key());
        assertArrayEquals(new byte[] {9}, letter.value());
        assertNotNull(letter.headers().lastHeader("traceparent"));
        assertNull(letter.headers().lastHeader(DeadLetterRecord.CUT));
        assertEquals(1, came.toArray().length, "what came is not changed");
    }

    @Test
    void nothing_staysNothing() {
        DeadLetterRecord letter =
                DeadLetterRecord.of(null, null, new RecordHeaders(), ORIGIN, new Refusal(Reason.CORRUPT, ""));

        assertNull(letter.key());
        assertNull(letter.value());
    }

    @Test
    void recordBeyondEveryLimit_fitsIntoARecord_andSaysWhatWasCut() {
        RecordHeaders came = new RecordHeaders();
        came.add("baggage", new byte[900_000]);
        came.add(DeadLetterRecord.CUT, new byte[] {1});

        DeadLetterRecord letter = DeadLetterRecord.of(
                new byte[880_000],
                new byte[5_000_000],
                came,
                ORIGIN,
                new Refusal(Reason.CORRUPT, "\u4e2d".repeat(100_000), "\u4e2d".repeat(100_000)));

        assertTrue(
                RecordLimit.bytes(letter.key(), letter.value(), letter.headers()) <= RecordLimit.MOST_BYTES,
                "it is larger than a record may be");
        assertEquals(
                "headers of 900053 bytes, key of 880000 bytes, value of 5000000 bytes",
                text(letter, DeadLetterRecord.CUT));
        assertEquals(
                TextLimit.MESSAGE.most(),
                text(letter, DeadLetterHeaders.MESSAGE).length());
        assertEquals("71", text(letter, DeadLetterHeaders.OFFSET));
    }

    private static String text(DeadLetterRecord letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
