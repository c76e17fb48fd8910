package dev.weir.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesWatchTest {

    private static final String RULES = """
            groups:
              - name: failures
                rules:
                  - alert: ErrorRate
                    measure: error_rate
                    above: 0.2
            """;

    @TempDir
    Path directory;

    @Test
    void changedFile_isSaid_andWhatTheNextStartWouldSayOfIt() throws IOException {
        Path file = directory.resolve("rules.yaml");
        Files.writeString(file, RULES);
        RulesWatch watch = new RulesWatch(file, RULES);
        watch.look();
        assertEquals("", watch.change());

        Files.writeString(file, RULES.replace("0.2", "0.3"));
        watch.look();
        assertEquals(file + " has changed: the rules of the start stay until a restart", watch.change());

        Files.writeString(file, RULES.replace("0.2", "often"));
        watch.look();
        assertTrue(
                watch.change().startsWith(file + " would be refused at the next start, the rules of this start stay: "),
                watch.change());
        assertTrue(watch.change().contains("above = often: expected"), watch.change());

        Files.delete(file);
        watch.look();
        assertEquals(file + " cannot be read, the rules of the start stay: NoSuchFileException", watch.change());

        Files.writeString(file, RULES);
        watch.look();
        assertEquals("", watch.change());
    }
}
