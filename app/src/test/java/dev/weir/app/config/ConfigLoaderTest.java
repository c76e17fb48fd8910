package dev.weir.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.app.config.SampleConfig.Inner;
import dev.weir.app.config.SampleConfig.Pace;
import dev.weir.app.config.SampleConfig.Pump;
import dev.weir.app.config.SampleConfig.Root;
import dev.weir.app.config.SampleConfig.Valve;
import dev.weir.schemas.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

    record WithDate(java.time.LocalDate day) {
        static final WithDate DEFAULT = new WithDate(java.time.LocalDate.EPOCH);
    }

    record BadRoot(WithDate section) {}

    private final ConfigLoader<Root> loader = new ConfigLoader<>(Root.class);

    @TempDir
    Path directory;

    @Test
    void noSource_givesDefaults() {
        assertEquals(
                new Root(Pump.DEFAULT, Valve.DEFAULT),
                loader.load(null, Map.of("PATH", "/bin"), List.of()).config());
    }

    @Test
    void everyType_isReadFromYaml() throws IOException {
        Pump pump = fromYaml("""
                pump:
                  workers: 7
                  max_bytes: 9_000_000_000
                  share: 0.25
                  quiet: true
                  name: "a: b"
                  commit_interval: PT5M
                  pace: very_fast
                  routes: [chat, search]
                  client:
                    security.protocol: SASL_SSL
                    ssl:
                      truststore: /x
                  limits: {ttft: 2, total: 1e1}
                  inner:
                    depth: 1
                    pause: 1h30m
                  api_key: hush
                  model: gpt
                """);
        assertEquals(
                new Pump(
                        7,
                        9_000_000_000L,
                        0.25,
                        true,
                        "a: b",
                        Duration.ofMinutes(5),
                        Pace.VERY_FAST,
                        List.of("chat", "search"),
                        Map.of("security.protocol", "SASL_SSL", "ssl.truststore", "/x"),
                        Map.of("ttft", 2.0, "total", 10.0),
                        new Inner(1, Duration.ofMinutes(90)),
                        new Secret("hush"),
                        "gpt"),
                pump);
    }

    @Test
    void everyType_isReadFromEnvironment() {
        Pump pump = loader.load(
                        null,
                        Map.ofEntries(
                                Map.entry("WEIR_PUMP_WORKERS", "7"),
                                Map.entry("WEIR_PUMP_SHARE", "0.25"),
                                Map.entry("WEIR_PUMP_COMMIT_INTERVAL", "5m"),
                                Map.entry("WEIR_PUMP_PACE", "Very-Fast"),
                                Map.entry("WEIR_PUMP_ROUTES", "chat, search"),
                                Map.entry("WEIR_PUMP_CLIENT_SECURITY_PROTOCOL", "SSL"),
                                Map.entry("WEIR_PUMP_LIMITS", "ttft=2,total=3"),
                                Map.entry("WEIR_PUMP_INNER_DEPTH", "9"),
                                Map.entry("WEIR_PUMP_API_KEY", "hush")),
                        List.of())
                .config()
                .pump();
        assertEquals(7, pump.workers());
        assertEquals(0.25, pump.share());
        assertEquals(Duration.ofMinutes(5), pump.commitInterval());
        assertEquals(Pace.VERY_FAST, pump.pace());
        assertEquals(List.of("chat", "search"), pump.routes());
        assertEquals(Map.of("security.protocol", "SSL"), pump.client());
        assertEquals(Map.of("ttft", 2.0, "total", 3.0), pump.limits());
        assertEquals(new Inner(9, Duration.ofSeconds(90)), pump.inner());
        assertEquals("hush", pump.apiKey().value());
    }

    @Test
    void laterSource_winsAndMapsMergeOverTheDefaultMap() throws IOException {
        Path file = write("pump: {workers: 3, share: 0.1, name: file, client: {a: file, b: file}}\n");
        var loaded = loader.load(
                file,
                Map.of("WEIR_PUMP_SHARE", "0.2", "WEIR_PUMP_NAME", "env", "WEIR_PUMP_CLIENT_B", "env"),
                List.of("pump.name=cli=x", "pump.client.c=cli"));
        Pump pump = loaded.config().pump();
        assertEquals(3, pump.workers());
        assertEquals(0.2, pump.share());
        assertEquals("cli=x", pump.name());
        assertEquals(Map.of("a", "file", "b", "env", "c", "cli"), pump.client());
        assertEquals("weir.yaml:1", origin(loaded, "pump.workers"));
        assertEquals("WEIR_PUMP_SHARE", origin(loaded, "pump.share"));
        assertEquals("--set", origin(loaded, "pump.name"));
        assertEquals("default", origin(loaded, "valve.port"));
    }

    @Test
    void everyProblem_isListedOnceWithItsPlace() throws IOException {
        Path file = write("""
                pump:
                  workers: 0
                  max_bytes: many
                  share: NaN
                  quiet: yes
                  commit_interval: 5
                  pace: medium
                  routes: [[a]]
                  limits: {ttft: slow}
                  inner: {dept: 1}
                  api_key: [x]
                valv: {port: 1}
                """);
        var refused = assertThrows(
                InvalidConfigException.class,
                () -> loader.load(file, Map.of("WEIR_PUMP_WORKRES", "1"), List.of("valve.port=70000000000", "oops")));
        assertEquals(
                List.of(
                        "pump.routes = [...]: expected a list of plain values (weir.yaml:8)",
                        "WEIR_PUMP_WORKRES = 1: expected a known variable, the nearest is WEIR_PUMP_WORKERS",
                        "--set oops: expected section.key=value",
                        "pump.max_bytes = many: expected a whole number (weir.yaml:3)",
                        "pump.share = NaN: expected a number (weir.yaml:4)",
                        "pump.quiet = yes: expected true or false (weir.yaml:5)",
                        "pump.commit_interval = 5: expected a duration such as 250ms, 90s, 5m, 2h, 7d or PT5M"
                                + " (weir.yaml:6)",
                        "pump.pace = medium: expected one of slow, very_fast (weir.yaml:7)",
                        "pump.limits.ttft = slow: expected a mapping of numbers (weir.yaml:9)",
                        "pump.inner.dept = 1: expected a known key, the nearest is pump.inner.depth (weir.yaml:10)",
                        "pump.api_key = ******: expected a text (weir.yaml:11)",
                        "valv.port = 1: expected a known key, the nearest is valve.port (weir.yaml:12)",
                        "valve.port = 70000000000: expected a whole number (--set)",
                        "pump.workers = 0: expected 1 or more (weir.yaml:2)"),
                refused.problems());
    }

    @Test
    void brokenYaml_isNamedWithItsLine() throws IOException {
        assertProblem("pump:\n  workers: 1\n  workers: 2\n", "weir.yaml:3: Duplicate field 'workers'");
        assertProblem("pump: [1\n", "weir.yaml:");
        assertProblem("- a\n", "weir.yaml:1: expected a mapping of sections");
        assertProblem("pump: 3\n", "pump = 3: expected a known key, the nearest is pump.");
    }

    @Test
    void missingFile_isNamed() {
        var refused = assertThrows(
                InvalidConfigException.class, () -> loader.load(directory.resolve("no.yaml"), Map.of(), List.of()));
        assertTrue(refused.problems().get(0).endsWith("no.yaml: expected a readable file"), refused.toString());
    }

    @Test
    void emptyFileAndEmptySection_changeNothing() throws IOException {
        assertEquals(Pump.DEFAULT, fromYaml(""));
        assertEquals(Pump.DEFAULT, fromYaml("# nothing\npump:\nvalve: {}\n"));
        assertEquals(Pump.DEFAULT, fromYaml("pump:\n  inner:\n  model:\n"));
    }

    @Test
    void launcherVariables_areNoKeys() {
        loader.load(null, Map.of("WEIR_JAVA_OPTS", "-Xmx1g"), List.of());
    }

    @Test
    void secrets_areMaskedEverywhere() throws IOException {
        Path file = write("""
                pump:
                  api_key: canary1
                  client: {ssl.key.password: canary2, url: "https://me:canary3@host/x"}
                  name: https://u:canary4@h
                """);
        var loaded = loader.load(file, Map.of(), List.of());
        assertFalse(loaded.toString().contains("canary1"), loaded.toString());
        assertFalse(loaded.rows().toString().contains("canary"), loaded.rows().toString());
        var refused = assertThrows(
                InvalidConfigException.class,
                () -> loader.load(
                        null,
                        Map.of("WEIR_PUMP_APIKEY", "canary5"),
                        List.of("pump.api_kye=canary6", "pump.secrets=canary7")));
        assertFalse(refused.toString().contains("canary"), refused.toString());
    }

    @Test
    void rows_readBackToTheSameConfiguration() {
        var rows = loader.defaults().rows();
        List<String> overrides = rows.stream()
                .filter(row -> !row.value().isEmpty())
                .map(row -> row.key() + "=" + row.value())
                .toList();
        assertEquals(
                loader.defaults().config(),
                loader.load(null, Map.of(), overrides).config());
        assertEquals(15, rows.size());
        assertEquals("WEIR_PUMP_INNER_PAUSE", rows.get(11).variable());
        assertEquals("90s", rows.get(11).value());
    }

    @Test
    void unsupportedComponentType_isADefectOfTheRecord() {
        var defect = assertThrows(IllegalArgumentException.class, () -> new ConfigLoader<>(BadRoot.class));
        assertTrue(String.valueOf(defect.getMessage()).contains("java.time.LocalDate"), defect.getMessage());
    }

    private Pump fromYaml(String yaml) throws IOException {
        return loader.load(write(yaml), Map.of(), List.of()).config().pump();
    }

    private void assertProblem(String yaml, String start) throws IOException {
        Path file = write(yaml);
        var refused = assertThrows(InvalidConfigException.class, () -> loader.load(file, Map.of(), List.of()));
        assertTrue(refused.problems().get(0).startsWith(start), refused.toString());
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(directory.resolve("weir.yaml"), yaml);
    }

    private static String origin(ConfigLoader.Loaded<Root> loaded, String key) {
        return loaded.rows().stream()
                .filter(row -> row.key().equals(key))
                .findFirst()
                .orElseThrow()
                .origin();
    }
}
