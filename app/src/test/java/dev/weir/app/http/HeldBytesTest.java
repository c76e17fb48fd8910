package dev.weir.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeldBytesTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong now = new AtomicLong();
    private final HeldBytes held = new HeldBytes(100, now::get);
    private final List<String> givenUp = new ArrayList<>();
    private final HeldBytes.Holder eldest = () -> givenUp.add("eldest");
    private final HeldBytes.Holder middle = () -> givenUp.add("middle");
    private final HeldBytes.Holder newest = () -> givenUp.add("newest");

    @Test
    void fullRoom_isRefusedWhileItsHoldersAreYoung() {
        assertTrue(held.take(eldest, 60));
        now.addAndGet(4 * SECOND);
        assertFalse(held.take(newest, 60));
        assertEquals(List.of(), givenUp);
        held.release(eldest);
        assertTrue(held.take(newest, 60));
        assertEquals(60, held.sum());
    }

    @Test
    void oldHolders_makePlaceEldestFirst() {
        assertTrue(held.take(eldest, 40));
        now.addAndGet(SECOND);
        assertTrue(held.take(middle, 40));
        now.addAndGet(6 * SECOND);
        assertTrue(held.take(newest, 50));
        assertEquals(List.of("eldest"), givenUp);
        assertTrue(held.take(newest, 40));
        assertEquals(List.of("eldest", "middle"), givenUp);
        held.release(eldest);
        assertEquals(90, held.sum());
    }

    @Test
    void holderAlone_hasWhateverItNeeds() {
        assertTrue(held.take(eldest, 500));
        assertTrue(held.take(eldest, 500));
        assertFalse(held.take(newest, 1));
        held.release(eldest);
        held.release(eldest);
        assertEquals(0, held.sum());
    }
}
