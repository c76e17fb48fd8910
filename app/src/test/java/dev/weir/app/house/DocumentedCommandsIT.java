package dev.weir.app.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.app.command.CommandLines;
import dev.weir.app.command.Terminal;
import dev.weir.app.config.ConfigLoader;
import dev.weir.app.config.WeirConfig;
import dev.weir.app.embedded.FreePorts;
import dev.weir.app.run.Role;
import dev.weir.app.run.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the README and the manual do what their pages say, read from the pages and run as they stand. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DocumentedCommandsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String ADDRESS = "127.0.0.1:7070";

    /** Less traffic than a reader gets, as fast as it goes. */
    private static final List<String> SHORT = List.of("--duration", "10m", "--speed", "max");

    @TempDir
    private Path directory = Path.of(".");

    @Test
    void quickStart_servesWhatItsLinesAskFor() throws Exception {
        List<Fence> blocks = Fence.all("sh demo");
        assertEquals("./weir demo\n", blocks.get(0).text(), "the quick start begins with the demo");
        int port = FreePorts.one();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        Thread demo = new Thread(
                () -> ended.complete(
                        run(terminal(out, err, port), blocks.get(0).text().strip())),
                "demo");
        demo.start();
        try {
            await(() -> ended.isDone() || out.toString().contains("serving on"), out, err);
            assertFalse(ended.isDone(), "the demo ended: " + err);
            assertTrue(out.toString().contains("injected: "), out.toString());
            for (Fence block : blocks.subList(1, blocks.size())) {
                run(block, port);
            }
            JsonNode windows = ask("http://127.0.0.1:" + port + "/api/v1/windows?step=1d");
            assertFalse(windows.path("windows").isEmpty(), windows.toString());
        } finally {
            demo.interrupt();
            demo.join(PATIENCE.toMillis());
        }
    }

    @Test
    void examplesOfSending_areAcceptedAndCounted() throws Exception {
        List<Fence> blocks = Fence.all("sh live");
        assertTrue(blocks.stream().anyMatch(block -> block.text().contains("/v1/traces")), "no example of a span");
        assertTrue(blocks.stream().anyMatch(block -> block.text().contains("/v1/logs")), "no example of an evaluation");
        WeirConfig config = new ConfigLoader<>(WeirConfig.class)
                .load(
                        null,
                        Map.of(),
                        List.of(
                                "http.port=0",
                                "kafka.embedded_port=0",
                                "storage.directory=" + directory,
                                "topology.sources.otlp_logs=otlp_logs"))
                .config();
        PrintStream alerts = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try (Session session = Session.open(config, Role.ALL.single(), alerts)) {
            session.awaitRunning(PATIENCE);
            int port = URI.create(session.url()).getPort();
            for (Fence block : blocks.stream()
                    .sorted((a, b) -> b.page().compareTo(a.page()))
                    .toList()) {
                String said = run(block, port);
                assertFalse(said.contains("partialSuccess"), block.place() + ": " + said);
            }
            long spans = blocks.stream()
                    .filter(block -> block.text().contains("/v1/traces"))
                    .count();
            awaitCounter(session.url(), "ingest-counters", "counted", spans);
            awaitCounter(session.url(), "evaluations-by-span-counters", "joined", 1);
        }
    }

    private static void awaitCounter(String url, String store, String name, long expected) {
        String path = url + "/api/v1/counters";
        StringWriter last = new StringWriter();
        await(
                () -> {
                    last.getBuffer().setLength(0);
                    last.append(ask(path).toString());
                    return ask(path).path(store).path(name).asLong() == expected;
                },
                last,
                last);
    }

    /** Runs every line of a block: those of Weir in this process, the others in a shell. */
    private String run(Fence block, int port) throws IOException, InterruptedException {
        if (block.text().startsWith("weir ") || block.text().startsWith("./weir ")) {
            StringWriter out = new StringWriter();
            for (String line : block.text().lines().toList()) {
                StringWriter err = new StringWriter();
                assertEquals(0, run(terminal(out, err, port), line), block.place() + ": " + line + "\n" + err);
            }
            return out.toString();
        }
        return shell(block, port);
    }

    private static int run(Terminal terminal, String line) {
        List<String> words = new ArrayList<>(List.of(line.split("#")[0].strip().split(" +")));
        words.remove(0);
        if (words.contains("demo")) {
            words.addAll(SHORT);
        }
        return CommandLines.run(terminal, words.toArray(String[]::new));
    }

    private Terminal terminal(StringWriter out, StringWriter err, int port) {
        Map<String, String> environment = Map.of("WEIR_HTTP_PORT", "" + port, "WEIR_STORAGE_DIRECTORY", "" + directory);
        return new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, environment, directory);
    }

    /** Runs a block as it stands, but for the port; every request of it must be answered 200. */
    private static String shell(Fence block, int port) throws IOException, InterruptedException {
        Assumptions.assumeTrue(has("bash") && has("curl"), "bash and curl are not on this machine");
        String script = "curl() { command curl -sS --max-time 60 -w '\\nstatus %{http_code}\\n' \"$@\"; }\nset -e\n"
                + block.text().replace(ADDRESS, "127.0.0.1:" + port);
        Process shell = new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, shell.waitFor(), block.place() + ": " + said);
        long requests =
                block.text().lines().filter(line -> line.startsWith("curl ")).count();
        assertTrue(requests > 0, block.place() + " asks nothing");
        assertEquals(
                requests, said.lines().filter(line -> line.equals("status 200")).count(), block.place() + ": " + said);
        return said;
    }

    private static boolean has(String tool) {
        try {
            return new ProcessBuilder(tool, "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static JsonNode ask(String url) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
            return JSON.readTree(HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException e) {
            throw new AssertionError(url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(url, e);
        }
    }

    private static void await(BooleanSupplier reached, StringWriter out, StringWriter err) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not reached within " + PATIENCE + ": " + out + err);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
    }
}
