package dev.weir.app.traffic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.topology.otlp.Mapped;
import dev.weir.topology.otlp.MapperConfig;
import dev.weir.topology.otlp.OtlpMapper;
import dev.weir.topology.otlp.SourceFormat;
import dev.weir.topology.otlp.UnreadableBatchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines of OTLP/JSON, one export request each, as the Collector's file exporter writes them. Each span is a result of its
 * own, so a malformed one costs neither its siblings nor its line.
 */
final class OtlpLines {

    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;
    private final OtlpMapper mapper;

    OtlpLines(Path file, MapperConfig mapping) {
        this.file = file;
        this.mapper = new OtlpMapper(mapping);
    }

    /** Whether a line is an export request of spans: its first key says so. */
    static boolean isOtlp(String line) {
        try (JsonParser parser = JSON.createParser(line)) {
            return parser.nextToken() == JsonToken.START_OBJECT
                    && parser.nextToken() == JsonToken.FIELD_NAME
                    && parser.currentName().equals("resourceSpans");
        } catch (IOException e) {
            return false; // no JSON at all: another reader says what is wrong with it
        }
    }

    /** What the spans of a line are, in their order. */
    List<ReadResult> read(String line, long lineNumber) {
        List<ReadResult> results = new ArrayList<>();
        try {
            mapper.spans(line.getBytes(StandardCharsets.UTF_8), SourceFormat.OTLP_JSON, mapped -> {
                if (mapped instanceof Mapped.Event event) {
                    results.add(new ReadResult.Event(event.event(), lineNumber));
                } else if (mapped instanceof Mapped.Refused refused) {
                    results.add(new ReadResult.Malformed(file, lineNumber, refused.message()));
                } else if (mapped instanceof Mapped.Ignored ignored) {
                    results.add(
                            new ReadResult.Ignored(lineNumber, ignored.reason().wireName()));
                }
            });
        } catch (UnreadableBatchException e) {
            results.add(new ReadResult.Malformed(file, lineNumber, String.valueOf(e.getMessage())));
        }
        return results;
    }
}
