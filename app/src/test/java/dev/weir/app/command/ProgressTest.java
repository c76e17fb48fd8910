package dev.weir.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final AtomicLong nanos = new AtomicLong();
    private final StringWriter out = new StringWriter();

    private Progress progress(boolean interactive) {
        return new Progress(new PrintWriter(out), interactive, "replay", nanos::get);
    }

    @Test
    void noTerminal_getsALineEveryFiveSecondsAndAtTheEnd() {
        try (Progress progress = progress(false)) {
            progress.to(10, 0.1);
            nanos.set(5_000_000_000L);
            progress.to(50, 0.5);
            nanos.set(6_000_000_000L);
            progress.to(90, 0.9);
            nanos.set(10_000_000_000L);
            progress.to(100, 1);
        }
        assertEquals("""
                replay: 50 %  50 in 5.0 s, 10/s, about 5 s left
                replay: 100 %  100 in 10.0 s, 10/s
                replay: 100 %  100 in 10.0 s, 10/s
                """, out.toString());
    }

    @Test
    void terminal_getsOneLineDrawnOver() {
        try (Progress progress = progress(true)) {
            progress.to(1, 0.01);
            nanos.set(1_000_000_000L);
            progress.to(50, 0.5);
            progress.to(40, 0.5);
        }
        String line = "\rreplay [##########..........]  50 %  50 in 1.0 s, 50/s, about 1 s left\u001B[K";
        assertEquals(line + line + "\n", out.toString());
    }

    @Test
    void unknownShare_showsCountAndRateAlone() {
        try (Progress progress = progress(true)) {
            nanos.set(2_000_000_000L);
            progress.to(4000);
        }
        String line = "\rreplay 4,000 in 2.0 s, 2,000/s\u001B[K";
        assertEquals(line + line + "\n", out.toString());
    }

    @Test
    void justBegun_promisesNoRest() {
        try (Progress progress = progress(false)) {
            nanos.set(5_000_000_000L);
            progress.to(1, 0.001);
        }
        assertEquals("replay: 0 %  1 in 5.0 s, 0/s\n".repeat(2), out.toString());
    }

    @Test
    void workWithoutACount_saysWhatIsOutstanding() {
        try (Progress progress = progress(false)) {
            nanos.set(5_000_000_000L);
            progress.say("judging: 3 of 20 scores");
            nanos.set(12_000_000_000L);
            progress.say("judging: 3 of 20 scores");
            progress.say("alerting: 7 records");
        }
        assertEquals("replay: judging: 3 of 20 scores\nreplay: alerting: 7 records\nreplay: 12.0 s\n", out.toString());
    }
}
