package dev.weir.topology.aggregate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
        Map<ByteBuffer, Optional<byte[]>> shown = uncommitted.of("s", 3);
        assertArrayEquals(
                OLD, shown.getOrDefault(ByteBuffer.wrap(KEY), Optional.empty()).orElseThrow());
        assertEquals(Optional.empty(), shown.get(ByteBuffer.wrap(new byte[] {2})));
        writer.committed();
        assertEquals(Map.of(), uncommitted.of("s", 3));
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
        assertEquals(0, uncommitted.of("s", 0).size());
        assertEquals(0, uncommitted.of("t", 1).size());
        assertEquals(1, uncommitted.of("s", 2).size());
    }

    @Test
    void startBeforeThisOne_takesNothingBack() {
        Uncommitted.Writer former = uncommitted.writer("s", 0);
        former.before(KEY, OLD);
        Uncommitted.Writer now = uncommitted.writer("s", 0);
        now.before(KEY, OLD);
        former.committed();
        assertEquals(1, uncommitted.of("s", 0).size());
        uncommitted.committedHere();
        assertEquals(0, uncommitted.of("s", 0).size());
    }

    @Test
    void taskThatStartsAgain_hasNothingUnderWay_andOthersAreNotTouched() {
        uncommitted.writer("s", 0).before(KEY, OLD);
        uncommitted.writer("s", 1).before(KEY, OLD);
        uncommitted.writer("s", 0);
        assertEquals(0, uncommitted.of("s", 0).size());
        assertEquals(1, uncommitted.of("s", 1).size());
        assertEquals(0, uncommitted.of("t", 0).size());
    }
}
