package dev.weir.app.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SentOffsetsTest {

    private final SentOffsets sent = new SentOffsets();

    @Test
    void offsetsOfOthersBetween_areNotOurs() {
        sent.add(2, 5_000_000_000L);
        sent.add(2, 5_000_000_003L);

        assertTrue(sent.contains(2, 5_000_000_003L));
        assertFalse(sent.contains(2, 5_000_000_001L));
        assertFalse(sent.contains(2, 4_999_999_999L));
        assertFalse(sent.contains(2, 5_000_000_004L));
        assertFalse(sent.contains(1, 5_000_000_000L));
        assertEquals(Map.of(2, 5_000_000_004L), sent.ends());
    }

    @Test
    void nothingSent_endsNowhere() {
        assertEquals(Map.of(), sent.ends());
        assertFalse(sent.contains(0, 0));
    }
}
