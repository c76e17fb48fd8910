package dev.weir.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.weir.app.config.ConfigLoader;
import dev.weir.app.config.WeirConfig;
import dev.weir.topology.MonitoringConfig.ArrivalClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordingTest {

    private final StringWriter err = new StringWriter();
    private final Terminal terminal =
            new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(err), false, Map.of(), Path.of(""));

    private Path directory(Recording recording) throws Exception {
        WeirConfig config = new ConfigLoader<>(WeirConfig.class)
                .load(null, Map.of(), List.of())
                .config();
        return Path.of(recording
                .configure(config, ArrivalClock.ANALYSIS, 0, 0)
                .storage()
                .directory());
    }

    @Test
    void directory_isGoneAfterwards() throws Exception {
        Recording recording = Recording.inTemporaryDirectory(terminal);
        Path directory = directory(recording);
        Files.createDirectories(directory.resolve("kafka/topic-0"));
        Files.writeString(directory.resolve("kafka/topic-0/segment"), "x");
        recording.close();
        assertFalse(Files.exists(directory));
        assertEquals("", err.toString());
    }

    @Test
    void directoryThatIsGoneAlready_failsNothing() throws Exception {
        Recording recording = Recording.inTemporaryDirectory(terminal);
        Files.delete(directory(recording));
        recording.close();
        assertEquals("", err.toString());
    }

    @Test
    void directoryThatIsWrittenToWhileItIsDeleted_isGoneInTheEnd() throws Exception {
        Recording recording = Recording.inTemporaryDirectory(terminal);
        Path directory = directory(recording);
        Thread writer = new Thread(() -> write(directory));
        writer.start();
        recording.close();
        writer.join();
        assertEquals("", err.toString());
    }

    /** Files that come and go, as those of a process that is closing down. */
    private static void write(Path directory) {
        for (int i = 0; i < 2_000; i++) {
            try {
                Path file = directory.resolve("file-" + i % 10);
                Files.writeString(file, "x");
                Files.deleteIfExists(file);
            } catch (IOException e) {
                return; // the directory is gone
            }
        }
    }
}
