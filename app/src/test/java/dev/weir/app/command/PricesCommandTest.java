package dev.weir.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PricesCommandTest {

    private static final String YAML =
            "checked: 2026-08-01\nproviders:\n  - provider: acme\n    source: https://example.com/prices\n    models:\n";
    private static final String EVENT =
            "{\"trace_id\":\"t\",\"span_id\":\"s\",\"provider\":\"acme\",\"response_model\":\"m-2\","
                    + "\"start_time\":\"2026-09-01T00:00:00Z\",\"input_tokens\":300000,\"output_tokens\":10,"
                    + "\"cache_read_input_tokens\":100000,\"reasoning_output_tokens\":4,\"cost_usd\":1.25}";

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        Terminal terminal =
                new Terminal(new PrintWriter(out), new PrintWriter(err), false, Map.of("PATH", "/bin"), directory);
        return CommandLines.run(terminal, arguments);
    }

    private String configured(String models) throws IOException {
        Path file = directory.resolve("prices.yaml");
        Files.writeString(file, YAML + models);
        return "files.prices=" + file;
    }

    @Test
    void show_printsWhatHoldsAndWhen() throws IOException {
        String own = configured("      m: [{until: 2026-09-01, input: 2, output: 8},"
                + " {from: 2026-09-01, input: 3, output: 15, above_200000: {input: 6}, uplift: {eu: 1.1},"
                + " off_peak: {hours: \"16:30-00:30\", input: 1}, aliases: [m-2]}]\n");

        assertEquals(0, run("prices", "show", "m-2", "--at", "2026-10-01", "--set", own), err.toString());
        assertEquals("""
                prices.yaml: acme m
                    standard: input 1, output 15, from 2026-09-01T00:00:00Z, at 16:30-00:30 UTC
                    standard above 200000: input 1, output 15, from 2026-09-01T00:00:00Z, at 16:30-00:30 UTC
                    in eu: times 1.1, from 2026-09-01T00:00:00Z, at 16:30-00:30 UTC
                    standard: input 3, output 15, from 2026-09-01T00:00:00Z
                    standard above 200000: input 6, output 15, from 2026-09-01T00:00:00Z
                    in eu: times 1.1, from 2026-09-01T00:00:00Z
                """, out.toString());
    }

    @Test
    void show_withoutAModelPrintsAll_andSaysWhereThereIsNone() throws IOException {
        assertEquals(0, run("prices", "show"));
        assertTrue(out.toString().contains("weir: openai gpt-4o\n    standard: input 2.5, output 10"), out.toString());
        assertEquals(1, run("prices", "show", "nobody-knows-me"));
        assertEquals(1, run("prices", "show", "gpt-4o", "--provider", "groq"));
        assertEquals(2, run("prices", "show", "gpt-4o", "--at", "yesterday"));
        assertTrue(err.toString().contains("--at = yesterday: expected YYYY-MM-DD"), err.toString());
        assertEquals(2, run("prices"));
    }

    @Test
    void explain_printsTheArithmeticLineByLine() throws IOException {
        String own =
                configured("      m: {input: 3, output: 15, cache_read: 0.3, above_200000: {input: 6, output: 22.5},"
                        + " aliases: [m-2]}\n");

        assertEquals(0, run("prices", "explain", EVENT, "--set", own), err.toString());
        assertEquals("""
                event 1: provider acme, response model m-2, request model -, service tier -, region -
                  priced as of its end, 2026-09-01T00:00:00Z
                  prices.yaml has m, alias match of the response model: prices.yaml:acme/m
                  tier standard, 300000 input tokens in all: rates above 200000 tokens, for all of them
                  input                 200000 x 0.000006 = 1.2 USD
                  output                     6 x 0.0000225 = 0.000135 USD
                  cache_read            100000 x 0.0000003 = 0.03 USD
                  reasoning                  4 x 0.0000225 = 0.00009 USD (charged as output)
                  sum 1.230225 USD, rounded half-even once to 1230225000 nano-USD = 1.230225000 USD (prices.yaml:acme/m)
                  the producer reports 1.250000000 USD, which is kept beside it
                """, out.toString());
    }

    @Test
    void explain_readsFilesAndTellsWhyThereIsNoCost() throws IOException {
        Files.writeString(
                directory.resolve("calls.jsonl"),
                EVENT.replace("m-2", "nobody-knows-me") + "\n\n" + EVENT.replace("\"input_tokens\":300000,", "") + "\n"
                        + EVENT.replace("100000", "400000") + "\n");

        assertEquals(0, run("prices", "explain", "calls.jsonl"), err.toString());
        assertTrue(out.toString().contains("unpriced: unknown_model: no cost, which is not 0"), out.toString());
        assertTrue(out.toString().contains("event 2: "), out.toString());
        assertTrue(out.toString().contains("reports no input or no output tokens"), out.toString());
        assertTrue(out.toString().contains("refused: cache_read_input_tokens"), out.toString());
        assertEquals(2, run("prices", "explain", "{\"trace_id\": 7"));
        assertEquals(2, run("prices", "explain", "absent.json"));
    }

    @Test
    void update_printsWhatChangesAndWritesIt() throws IOException {
        String own = configured("      m: {input: 3, output: 15}\n      gone: {input: 1}\n");
        Path update = directory.resolve("new.yaml");
        Files.writeString(update, YAML + "      m: {input: 2.5, output: 15}\n      fresh: {input: 9}\n");

        assertEquals(0, run("prices", "update", "new.yaml", "--dry-run", "--set", own), err.toString());
        String changes = """
                + acme/fresh: input 9
                - acme/gone: input 1
                ~ acme/m: input 3 -> 2.5
                1 models added
                1 models removed
                1 models changed
                2 models in all
                """;
        assertEquals(changes, out.toString());
        assertTrue(Files.readString(directory.resolve("prices.yaml")).contains("gone"));

        out.getBuffer().setLength(0);
        assertEquals(0, run("prices", "update", "new.yaml", "--set", own), err.toString());
        assertEquals(changes + "written to " + directory.resolve("prices.yaml") + "\n", out.toString());
        assertEquals(Files.readString(update), Files.readString(directory.resolve("prices.yaml")));
        assertFalse(Files.exists(directory.resolve(".prices.yaml.new")));
    }

    @Test
    void updateWithProblems_changesNothing() throws IOException {
        String own = configured("      m: {input: 3}\n");
        Files.writeString(directory.resolve("new.yaml"), YAML + "      m: {input: cheap, inptu: 1}\n");

        assertEquals(2, run("prices", "update", "new.yaml", "--set", own));
        assertTrue(err.toString().contains("weir: acme/m.input = cheap: expected USD"), err.toString());
        assertTrue(err.toString().contains("weir: acme/m.inptu: unknown key"), err.toString());
        assertTrue(Files.readString(directory.resolve("prices.yaml")).contains("input: 3"));
        assertEquals(2, run("run", "--set", "files.prices=" + directory.resolve("new.yaml")), "nor does it start");
    }

    @Test
    void firstFile_needsAPlace() throws IOException {
        Files.writeString(
                directory.resolve("litellm.json"),
                "{\"m\": {\"litellm_provider\": \"x\", \"input_cost_per_token\": 3e-06, \"output_cost_per_image\": 1}}");

        assertEquals(2, run("prices", "update", "litellm.json"));
        assertTrue(err.toString().contains("files.litellm_prices = : expected"), err.toString());
        assertEquals(0, run("prices", "update", "litellm.json", "--to", "first.json"), err.toString());
        assertTrue(out.toString().contains("1 entries have a price that is not read: output_cost_per_image"));
        assertTrue(Files.exists(directory.resolve("first.json")));
    }

    @Test
    void missing_asksARunningInstance() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/prices/missing", exchange -> {
            byte[] body =
                    "{\"models\":[{\"model\":\"odd-model\",\"calls\":7,\"unpriced_calls\":3,\"unpriced_input_tokens\":900,\"unpriced_output_tokens\":50}],\"partial\":false}"
                            .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                    "limit=5".equals(exchange.getRequestURI().getQuery()) ? 200 : 500, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            assertEquals(0, run("prices", "missing", "limit=5", "--url", url), err.toString());
            assertTrue(out.toString().matches("(?s).*odd-model +7 +3 +900 +50\n.*"), out.toString());
        } finally {
            server.stop(0);
        }
        assertEquals(1, run("prices", "missing", "--url", "http://127.0.0.1:1"));
    }
}
