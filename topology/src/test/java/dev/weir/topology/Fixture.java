package dev.weir.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.topology.price.PriceBook;
import dev.weir.topology.price.PriceBooks;
import dev.weir.topology.price.TokenParts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/** Events, books and real rows for the tests of this package. */
public final class Fixture {

    public static final ObjectMapper JSON = new ObjectMapper();

    private Fixture() {}

    /** A call with nothing but what is required. */
    public static TraceEvent.Builder call() {
        return TraceEvent.newBuilder()
                .setTraceId("t")
                .setSpanId("s")
                .setRoute("chat")
                .setRequestModel("gpt-4o")
                .setStartTime(Instant.parse("2026-08-01T00:00:00Z"));
    }

    public static long micros(String instant) {
        Instant at = Instant.parse(instant);
        return TimeUnit.SECONDS.toMicros(at.getEpochSecond()) + at.getNano() / 1_000;
    }

    /** A book of one provider's models, given as lines of the file. */
    public static PriceBook book(String... models) throws IOException {
        return PriceBooks.fromYaml(new StringReader(yaml(models)), "test");
    }

    public static String yaml(String... models) {
        return "checked: 2026-08-01\nproviders:\n  - provider: acme\n    source: https://example.com/prices\n    models:\n"
                + String.join(
                        "",
                        List.of(models).stream().map(m -> "      " + m + "\n").toList());
    }

    public static TokenParts.Parts tokens(long input, long output) {
        return new TokenParts.Parts(input, 0, 0, 0, 0, output, 0, 0);
    }

    /** A file of real data; the test is skipped, and says so, where there is none. */
    public static InputStream open(String file) throws IOException {
        Path path = Path.of(System.getProperty("weir.data", "absent"), file);
        if (!Files.exists(path)) {
            System.out.println("skipped: no real data at weir.data/" + file);
            Assumptions.abort("no real data at weir.data/" + file);
        }
        InputStream in = Files.newInputStream(path);
        return file.endsWith(".gz") ? new GZIPInputStream(in) : in;
    }

    /** Rows of a file of JSON lines. */
    public static List<JsonNode> rows(String file) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                rows.add(JSON.readTree(line));
            }
        }
        return rows;
    }
}
