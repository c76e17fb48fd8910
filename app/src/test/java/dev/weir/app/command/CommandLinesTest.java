package dev.weir.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLinesTest {

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void help_isDone() {
        assertEquals(0, run("help"));
        assertTrue(out.toString().contains("topics"), out.toString());
        assertEquals(0, run("topics", "--help"));
        assertEquals(0, run("--version"));
    }

    @Test
    void noCommand_showsUsageAsBadUsage() {
        assertEquals(2, run());
        assertTrue(out.toString().contains("Commands:"), out.toString());
    }

    @Test
    void unknownCommandAndOption_areBadUsageInFewLines() {
        assertEquals(2, run("topcis"));
        assertTrue(err.toString().contains("topcis"), err.toString());
        assertEquals(2, run("topics", "--dry-rum"));
        assertTrue(err.toString().contains("--dry-rum"), err.toString());
        assertFalse(err.toString().contains("\tat "), err.toString());
    }

    @Test
    void badConfiguration_listsEveryProblemAsExitCodeTwo() throws IOException {
        Files.writeString(directory.resolve("weir.yaml"), "topics:\n  partitons: 3\nhttp:\n  port: 99999\n");
        assertEquals(2, run("config"));
        assertEquals("""
                weir: topics.partitons = 3: expected a known key, the nearest is topics.partitions (weir.yaml:2)
                weir: http.port = 99999: expected 0 (any free port) to 65535 (weir.yaml:4)
                """, err.toString());
    }

    @Test
    void topicsWithoutCluster_areBadUsageUnlessDry() {
        assertEquals(2, run("topics"));
        assertTrue(err.toString().startsWith("weir: kafka.bootstrap_servers = : expected host:port"), err.toString());
        assertEquals(0, run("topics", "--dry-run"));
        Topics.all().forEach(topic -> assertTrue(out.toString().contains(topic.name()), topic.name()));
    }

    @Test
    void config_showsEffectiveValuesAndHidesSecrets() {
        assertEquals(
                0,
                run(
                        "config",
                        "--set",
                        "http.port=1234",
                        "--set",
                        "registry.basic_auth_user=me",
                        "--set",
                        "registry.basic_auth_password=canary"));
        assertTrue(out.toString().matches("(?s).*http.port = 1234 +# --set\n.*"), out.toString());
        assertFalse(out.toString().contains("canary"), out.toString());
    }

    @Test
    void missingFile_isBadUsageBeforeAnythingStarts() throws IOException {
        assertEquals(2, run("analyze", "no.csv"));
        assertEquals(2, run("demo", "--trace", "no.csv", "--exit-when-done"));
        assertEquals(2, run("replay", "no.csv", "--set", "kafka.bootstrap_servers=127.0.0.1:1"));
        Files.writeString(directory.resolve("some.csv"), "x");
        assertEquals(2, run("analyze", "--rules", "no.csv", "some.csv"));
        assertEquals("weir: no.csv: expected a readable file\n".repeat(4), err.toString());
    }

    @Test
    void brokenRules_listEveryProblemAsExitCodeTwo() throws IOException {
        Files.writeString(directory.resolve("some.jsonl"), "");
        Path rules = directory.resolve("rules.yaml");
        Files.writeString(rules, "groups:\n - name: g\n   rules:\n    - alert: A\n      abov: 3\n");
        assertEquals(2, run("analyze", "--rules", "rules.yaml", "some.jsonl"));
        assertTrue(err.toString().contains("rules.yaml:5 groups[0].rules[0].abov = 3"), err.toString());
        assertTrue(err.toString().lines().count() > 1, err.toString());
        assertEquals(2, run("run", "--set", "files.rules=" + rules, "--set", "storage.directory=" + directory));
    }

    @Test
    void keyThatACommandDecidesItself_isRefused() {
        assertEquals(2, run("demo", "--set", "storage.directory=x"));
        assertTrue(
                err.toString()
                        .startsWith("weir: --set storage.directory=x: weir demo decides storage.directory itself"),
                err.toString());
        assertEquals(2, run("analyze", "--set", "http.port=1", "some.jsonl"));
    }

    @Test
    void singleRoleWithoutCluster_isBadUsage() {
        assertEquals(2, run("run", "--role", "judge"));
        assertTrue(err.toString().startsWith("weir: kafka.bootstrap_servers = : expected host:port"), err.toString());
        assertEquals(2, run("replay", "--speed", "fast", "x", "--set", "kafka.bootstrap_servers=127.0.0.1:1"));
    }

    @Test
    void helpOfACommandOfACommand_isThatOfTheInnermost() {
        assertEquals(0, run("help", "prices", "show"));
        assertTrue(out.toString().startsWith("Usage: weir prices show"), out.toString());
        assertEquals(2, run("help", "prices", "shwo"));
        assertTrue(err.toString().startsWith("weir: shwo: expected one of show, "), err.toString());
    }

    @Test
    void optionValueOfTheWrongKind_saysWhatIsExpected() {
        assertEquals(2, run("demo", "--duration", "5"));
        assertTrue(err.toString().contains("5: expected a duration such as 90s, 5m or 2h"), err.toString());
        assertEquals(2, run("demo", "--speed", "fast"));
        assertTrue(err.toString().contains("fast: expected max, or a number above 0"), err.toString());
        assertEquals(2, run("demo", "--duration", "5s"));
        assertTrue(err.toString().contains("--duration = 5s: expected a minute or more"), err.toString());
    }

    @Test
    void clusterThatIsNotThere_failsAtOnceWithItsAddress() throws IOException {
        Files.writeString(directory.resolve("some.jsonl"), "");
        String nowhere = "kafka.bootstrap_servers=127.0.0.1:1";
        long start = System.nanoTime();
        assertEquals(1, run("prices", "reprice", "--from", "2026-01-01T00:00:00Z", "--set", nowhere));
        assertEquals(1, run("replay", "some.jsonl", "--set", nowhere));
        assertEquals(1, run("topics", "--set", nowhere));
        assertEquals(1, run("prices", "reprice", "--from", "2026-01-01T00:00:00Z", "--set", "kafka.embedded_port=1"));
        assertTrue(System.nanoTime() - start < 40_000_000_000L, "a Kafka client alone tries for a minute");
        assertEquals(4, err.toString().lines().count(), err.toString());
        err.toString().lines().forEach(line -> assertTrue(line.startsWith("weir: no Kafka at 127.0.0.1:1 ("), line));
    }

    @Test
    void config_saysWhereAProcessIsReached() {
        assertEquals(0, run("config"));
        assertTrue(out.toString().contains("# HTTP API         http://127.0.0.1:7070\n"), out.toString());
        assertTrue(
                out.toString().contains("# Kafka            127.0.0.1:9092 (inside this process)\n"), out.toString());
        assertTrue(out.toString().contains("schema.registry.url=http://127.0.0.1:7070\n"), out.toString());
    }

    @Test
    void debug_addsTheStackTrace() {
        run("--debug", "topics");
        assertTrue(err.toString().contains("\tat "), err.toString());
    }

    private int run(String... arguments) {
        Terminal terminal =
                new Terminal(new PrintWriter(out), new PrintWriter(err), false, Map.of("PATH", "/bin"), directory);
        return CommandLines.run(terminal, arguments);
    }
}
