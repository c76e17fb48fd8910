package dev.weir.topology.commit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UncommittedTest {

    private static final byte[] KEY = {1};
    private static final byte[] OLD = {7};

    private final Uncommitted uncommitted = new Uncommitted();

    @Test
    void valueWrittenSinceTheCommit_isShownAsItWas_untilTheTaskGoesOn() {
        Uncommitted.Writer writer = uncommitted.writer("s", 3);
        writer.before(KEY, OLD);
        writer.before(KEY, new byte[] {8});
        writer.before(new byte[] {2}, null);
        Map<ByteBuffer, Optional<byte[]>> shown = uncommitted.of("s", 3).orElseThrow();
        assertArrayEquals(
                OLD, shown.getOrDefault(ByteBuffer.wrap(KEY), Optional.empty()).orElseThrow());
        assertEquals(Optional.empty(), shown.get(ByteBuffer.wrap(new byte[] {2})));
        writer.committed();
        assertEquals(Optional.of(Map.of()), uncommitted.of("s", 3));
        assertEquals(2, shown.size(), "a reader keeps what it was given");
    }

    @Test
    void committedTransaction_isShownForAllTasksOfItsThread_andNoOther() throws InterruptedException {
        Thread other = new Thread(() -> uncommitted.writer("s", 2).before(KEY, OLD));
        other.start();
        other.join();
        uncommitted.writer("s", 0).before(KEY, OLD);
        uncommitted.writer("t", 1).before(KEY, OLD);
        uncommitted.committedHere();
        assertEquals(0, under("s", 0));
        assertEquals(0, under("t", 1));
        assertEquals(1, under("s", 2));
    }

    @Test
    void startBeforeThisOne_takesNothingBack() {
        Uncommitted.Writer former = uncommitted.writer("s", 0);
        former.before(KEY, OLD);
        Uncommitted.Writer now = uncommitted.writer("s", 0);
        now.before(KEY, OLD);
        former.committed();
        assertEquals(1, under("s", 0));
        uncommitted.committedHere();
        assertEquals(0, under("s", 0));
    }

    @Test
    void storeLeftBeforeTheCommit_isNoCopy_untilItIsFilledAgain() {
        Uncommitted.Writer writer = uncommitted.writer("s", 0);
        writer.before(KEY, OLD);
        writer.close();
        assertTrue(uncommitted.isSpoiled("s", 0));
        uncommitted.filling("s", 0);
        assertFalse(uncommitted.isSpoiled("s", 0));

        uncommitted.writer("s", 0).before(KEY, OLD);
        uncommitted.committedHere();
        Uncommitted.Writer next = uncommitted.writer("s", 0);
        next.close();
        assertFalse(uncommitted.isSpoiled("s", 0), "left after the commit");
        next = uncommitted.writer("s", 0);
        next.before(KEY, OLD);
        next.close();
        uncommitted.writer("s", 0);
        assertFalse(uncommitted.isSpoiled("s", 0), "started again, after it was restored");
    }

    @Test
    void taskThatStartsAgain_hasNothingUnderWay_andOthersAreNotTouched() {
        uncommitted.writer("s", 0).before(KEY, OLD);
        uncommitted.writer("s", 1).before(KEY, OLD);
        uncommitted.writer("s", 0);
        assertEquals(0, under("s", 0));
        assertEquals(1, under("s", 1));
        assertEquals(Optional.empty(), uncommitted.of("t", 0), "nobody works there");
    }

    @Test
    void taskThatEnds_leavesNoActiveCopy_unlessItHasBeenStartedAgain() {
        Uncommitted.Writer former = uncommitted.writer("s", 0);
        Uncommitted.Writer now = uncommitted.writer("s", 0);
        former.close();
        assertEquals(0, under("s", 0));
        now.before(KEY, OLD);
        now.close();
        assertEquals(Optional.empty(), uncommitted.of("s", 0));
        uncommitted.committedHere();
        assertEquals(Optional.empty(), uncommitted.of("s", 0));
    }

    private int under(String store, int partition) {
        return uncommitted.of(store, partition).orElseThrow().size();
    }
}
