package dev.weir.topology.otlp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/** Public data outside the repository; a test that asks for it where it is absent is skipped and says so. */
final class RealData {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RealData() {}

    /** The lines of a file of JSON lines, packed or not. */
    static List<JsonNode> lines(String file) {
        Path path = Path.of(System.getProperty("weir.data", "absent"), file);
        if (!Files.exists(path)) {
            System.out.println("skipped: no real data at weir.data/" + file);
            Assumptions.abort("no real data at weir.data/" + file);
        }
        List<JsonNode> rows = new ArrayList<>();
        try (InputStream raw = Files.newInputStream(path);
                InputStream in = file.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                rows.add(JSON.readTree(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    /** Number of spans of a request, counted without the code under test. */
    static long spansIn(JsonNode request) {
        long spans = 0;
        for (JsonNode group : request.path("resourceSpans")) {
            for (JsonNode scope : group.path("scopeSpans")) {
                spans += scope.path("spans").size();
            }
        }
        return spans;
    }
}
