package dev.weir.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DefectLogTest {

    @Test
    void thousandFailures_areTwoLines() throws Exception {
        AtomicLong now = new AtomicLong();
        DefectLog defects = new DefectLog(now::get);
        try (LogLines lines = new LogLines()) {
            for (int i = 0; i < 1_000; i++) {
                defects.add("/x".repeat(1_000), new IllegalStateException("broken"));
            }
            now.set(TimeUnit.SECONDS.toNanos(10));
            defects.add("/y", new IllegalStateException("broken"));

            assertEquals(2, lines.all().size());
            assertTrue(lines.all().get(0).contains("broken"), lines.all().get(0));
        }
    }
}
