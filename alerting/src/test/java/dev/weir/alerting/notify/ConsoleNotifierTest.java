package dev.weir.alerting.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertStatus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleNotifierTest extends NotifierContract {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Notifier notifier = new ConsoleNotifier(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    @Override
    Notifier notifier() {
        return notifier;
    }

    @Override
    List<String> told() {
        String all = bytes.toString(StandardCharsets.UTF_8);
        return all.isEmpty()
                ? List.of()
                : List.of(all.split(System.lineSeparator(), -1)).subList(0, lines(all));
    }

    @Override
    boolean readsMarkup() {
        return false;
    }

    private static int lines(String all) {
        return all.split(System.lineSeparator(), -1).length - 1;
    }

    @Test
    void transitions_areRead() {
        assertEquals(Notifier.Reads.TRANSITIONS, notifier.reads());
    }

    @Test
    void line_cannotBeBroken() {
        String line = ConsoleNotifier.line(of(AlertStatus.RESOLVED).alert());
        assertFalse(line.contains("\n"));
        assertTrue(line.startsWith("RESOLVED  critical ErrorRate"), line);
        assertTrue(line.contains("until 2024-05-01T00:10:00Z (recovered)"), line);
    }

    @Test
    void whatCannotBeSeen_isShownEscaped() {
        Alert alert = of(AlertStatus.FIRING).alert();
        alert.setSummary("a\u001B[2Jb\u009B2Jc\n d\u202Ee\u200Bf");
        alert.getLabels().put("route", "chat\n\u2066x");
        String line = ConsoleNotifier.line(alert);
        assertTrue(line.contains("| a\\u001B[2Jb\\u009B2Jc d\\u202Ee\\u200Bf |"), line);
        assertTrue(line.contains("route=chat\\u000A\\u2066x"), line);
    }
}
