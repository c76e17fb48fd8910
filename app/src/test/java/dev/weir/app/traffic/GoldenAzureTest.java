package dev.weir.app.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.weir.schemas.Tile;
import dev.weir.schemas.avro.TraceEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Azure traces of 2023, grouped by minute, equal what independent code computed from the same files. */
class GoldenAzureTest {

    private record Minute(long requests, long input, long output) {
        Minute plus(TraceEvent event) {
            return new Minute(requests + 1, input + event.getInputTokens(), output + event.getOutputTokens());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"conv", "code"})
    void azureTrace_groupedByMinute_equalsGolden(String trace) throws IOException {
        Path file = PublishedTraces.file("traces/azure_llm_2023_" + trace + ".csv.gz");
        Path golden = PublishedTraces.file("traces/golden_azure_" + trace + "_tumbling_60s.csv");

        Map<Long, Minute> minutes = new TreeMap<>();
        try (TraceFile rows = TraceFile.open(file, ReadOptions.DEFAULT)) {
            while (rows.hasNext()) {
                TraceEvent event = ((ReadResult.Event) rows.next()).event();
                assertEquals("azure_llm_2023_" + trace, event.getRoute());
                assertEquals("gpt-4o", event.getRequestModel());
                long start = Tile.MINUTE.startOf(EventTime.of(event).toEpochMilli());
                minutes.merge(start, new Minute(0, 0, 0).plus(event), (sum, one) -> sum.plus(event));
            }
        }

        assertEquals(golden(golden), minutes);
        assertFalse(minutes.isEmpty());
    }

    private static Map<Long, Minute> golden(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return lines.stream()
                .skip(1)
                .map(line -> line.split(","))
                .collect(Collectors.toMap(
                        row -> Long.valueOf(row[0]),
                        row -> new Minute(Long.parseLong(row[1]), Long.parseLong(row[2]), Long.parseLong(row[3])),
                        (a, b) -> a,
                        TreeMap::new));
    }
}
