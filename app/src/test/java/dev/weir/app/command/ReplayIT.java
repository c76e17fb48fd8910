package dev.weir.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.app.config.ConfigLoader;
import dev.weir.app.config.WeirConfig;
import dev.weir.app.run.Role;
import dev.weir.app.run.Session;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code weir replay} into a live instance: at any speed everything counts, and what does not is said. */
class ReplayIT {

    @TempDir
    private Path directory = Path.of(".");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void fasterThanItHappened_everyCallCountsAndARejectedOneIsSaid() throws Exception {
        WeirConfig config = new ConfigLoader<>(WeirConfig.class)
                .load(
                        null,
                        Map.of(),
                        List.of(
                                "kafka.embedded_port=0",
                                "http.port=0",
                                "topics.partitions=2",
                                "storage.directory=" + directory.resolve("store")))
                .config();
        StringBuilder calls = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            calls.append(call(i, Instant.parse("2026-01-01T00:00:00Z").plusSeconds(30L * i)));
        }
        Files.writeString(directory.resolve("calls.jsonl"), calls);
        Files.writeString(
                directory.resolve("wrong.jsonl"),
                call(1_000, Instant.parse("2026-01-01T00:00:00Z"))
                        + call(1_001, Instant.parse("2031-01-01T00:00:00Z"))
                        + call(1_002, Instant.parse("2026-01-01T00:00:01Z"))
                        + call(1_003, Instant.parse("2026-01-01T00:00:02Z")));

        try (Session session = Session.open(
                config,
                Role.ALL.single(),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))) {
            session.awaitRunning(Duration.ofMinutes(2));

            assertEquals(CommandLines.DONE, replay(session, "calls.jsonl"), err + " " + out);
            assertEquals(
                    "read 300, sent 300, ignored 0, malformed 0, too large 0, rejected 0\n",
                    out.toString(),
                    err.toString());

            assertEquals(CommandLines.INPUT_REJECTED, replay(session, "wrong.jsonl"), err + " " + out);
            assertTrue(out.toString().endsWith("too large 0, rejected 1\n"), out.toString());
            assertTrue(err.toString().contains("rejected, by reason: in-the-future=1"), err.toString());
        }
    }

    private int replay(Session session, String file) {
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), false, Map.of(), directory);
        return CommandLines.run(
                terminal,
                "replay",
                file,
                "--speed",
                "max",
                "--wait",
                "2m",
                "--set",
                "kafka.bootstrap_servers=" + session.kafkaServers());
    }

    private static String call(int number, Instant start) {
        return "{\"trace_id\":\"t" + number + "\",\"span_id\":\"s\",\"route\":\"r\",\"request_model\":\"gpt-4o\","
                + "\"start_time\":\"" + start + "\",\"duration_micros\":1000,\"input_tokens\":1,\"output_tokens\":1}\n";
    }
}
