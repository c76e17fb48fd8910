package dev.weir.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final AtomicLong nanos = new AtomicLong();
    private final StringWriter out = new StringWriter();

    @Test
    void noTerminal_getsALineEveryFiveSecondsAndAtTheEnd() {
        try (Progress progress = new Progress(new PrintWriter(out), false, "replay", 100, nanos::get)) {
            progress.to(10);
            nanos.set(5_000_000_000L);
            progress.to(50);
            nanos.set(6_000_000_000L);
            progress.to(90);
            nanos.set(10_000_000_000L);
            progress.to(100);
        }
        assertEquals("""
                replay: 50 %  50 in 5.0 s, 10/s
                replay: 100 %  100 in 10.0 s, 10/s
                replay: 100 %  100 in 10.0 s, 10/s
                """, out.toString());
    }

    @Test
    void terminal_getsOneLineDrawnOver() {
        try (Progress progress = new Progress(new PrintWriter(out), true, "replay", 100, nanos::get)) {
            progress.to(1);
            nanos.set(1_000_000_000L);
            progress.to(50);
            progress.to(40);
        }
        String line = "\rreplay [###############...............]  50 %  50 in 1.0 s, 50/s\u001B[K";
        assertEquals(line + line + "\n", out.toString());
    }

    @Test
    void unknownTotal_showsCountAndRateAlone() {
        try (Progress progress = new Progress(new PrintWriter(out), true, "read", 0, nanos::get)) {
            nanos.set(2_000_000_000L);
            progress.to(4000);
        }
        String line = "\rread 4,000 in 2.0 s, 2,000/s\u001B[K";
        assertEquals(line + line + "\n", out.toString());
    }
}
