package dev.weir.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SourceMarksTest {

    private static final long WORK_NANOS = 20_000_000;

    @Test
    void steady_isFromAQuarterToTheEndOfTheSource() {
        SourceMarks marks = new SourceMarks(100);
        marks.read(30);
        work();
        marks.read(70);
        marks.end();

        assertEquals(70, marks.steady().calls());
        assertEquals(100, marks.whole().calls());
        assertTrue(marks.steady().seconds() <= marks.whole().seconds());
        assertTrue(marks.steady().cpuSeconds() >= WORK_NANOS / 1e9);
    }

    /** Works until the process's CPU time, which moves in steps, says so. */
    private static void work() {
        long start = CpuSample.now().cpuNanos();
        long now = start;
        while (now - start < WORK_NANOS) {
            now = CpuSample.now().cpuNanos();
        }
    }

    @Test
    void sourceReadAtOnce_isSteadyAsAWhole() {
        SourceMarks marks = new SourceMarks(100);
        marks.read(100);
        marks.end();

        assertEquals(marks.whole(), marks.steady());
    }

    @Test
    void sourceNotReadToItsEnd_hasNoSteadyState() {
        SourceMarks marks = new SourceMarks(100);
        marks.read(50);
        marks.end();

        assertThrows(NullPointerException.class, marks::steady);
    }
}
