package dev.weir.app.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.avro.SpanStatus;
import dev.weir.schemas.avro.TraceEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordedTrafficTest {

    private static final String HEADER = "timestamp,context_tokens,generated_tokens\n";

    @TempDir
    Path folder;

    @Test
    void twoFiles_mergeAndMalformedLinesAreCounted() throws IOException {
        StringBuilder bad = new StringBuilder(HEADER);
        for (int i = 0; i < 30; i++) {
            bad.append("2023-11-16T18:15:").append(10 + i).append("Z,1,2\nbroken\n");
        }
        Path a = Files.writeString(folder.resolve("a.csv"), bad);
        Path b = Files.writeString(folder.resolve("b.csv"), HEADER + "2023-11-16T18:15:12.5Z,7,8\n");

        try (RecordedTraffic traffic = RecordedTraffic.open(List.of(a, b), ReadOptions.DEFAULT)) {
            List<Arrival> arrivals = new ArrayList<>();
            traffic.forEachRemaining(arrivals::add);

            assertEquals(31, arrivals.size());
            assertEquals("b", arrivals.get(3).event().getRoute());
            ReadCounts counts = traffic.counts();
            assertEquals(61, counts.read());
            assertEquals(31, counts.events());
            assertEquals(30, counts.malformed());
            assertEquals(20, counts.firstMalformed().size());
            assertEquals(
                    a + ":3: 1 columns: expected 3",
                    counts.firstMalformed().get(0).toString());
        }
    }

    @Test
    void completedTraffic_hasLatencyTextsAndARegressionInItsThirdQuarter() throws IOException {
        StringBuilder rows = new StringBuilder(HEADER);
        Instant start = Instant.parse("2023-11-16T18:00:00Z");
        for (int i = 0; i < 4000; i++) {
            rows.append(start.plusSeconds(i)).append(",500,100\n");
        }
        Path file = Files.writeString(folder.resolve("conv.csv"), rows);

        Map<Long, List<Long>> latencies = new TreeMap<>();
        List<Arrival> first = completed(file);
        for (Arrival arrival : first) {
            TraceEvent event = arrival.event();
            assertNotNull(event.getInputText());
            assertEquals(500, event.getInputTokens());
            long quarter = Duration.between(start, event.getStartTime()).toSeconds() / 1000;
            latencies.computeIfAbsent(quarter, any -> new ArrayList<>()).add(event.getDurationMicros());
        }

        assertEquals(4000, first.size());
        double before = median(latencies.getOrDefault(1L, List.of()));
        assertEquals(3, median(latencies.getOrDefault(2L, List.of())) / before, 0.2);
        assertEquals(1, median(latencies.getOrDefault(3L, List.of())) / before, 0.1);
        assertEquals(first, completed(file), "the same every time");
    }

    private static List<Arrival> completed(Path file) throws IOException {
        List<Arrival> arrivals = new ArrayList<>();
        try (RecordedTraffic traffic =
                RecordedTraffic.completed(List.of(file), ReadOptions.DEFAULT, ProductionFigures.load())) {
            assertEquals("conv", traffic.regression().orElseThrow().route());
            traffic.forEachRemaining(arrivals::add);
        }
        return arrivals;
    }

    private static double median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "traces/azure_llm_2023_conv.csv.gz, 13828, 0",
        "traces/mooncake_conversation.csv.gz, 7689, 0",
        "traces/burstgpt3_first_rows.csv, 188, 1",
        "latency/llmperf_requests.csv.gz, 1500, 392",
        "latency/burstgpt_vllm_loadtest.csv.gz, 4000, 0",
    })
    void publishedTrace_isReadWhole(String name, int rows, int errors) throws IOException {
        Path file = PublishedTraces.file(name);
        int failed = 0;
        int arrived = 0;
        Instant latest = Instant.MIN;
        try (RecordedTraffic traffic = RecordedTraffic.open(List.of(file), ReadOptions.DEFAULT)) {
            while (traffic.hasNext()) {
                Arrival arrival = traffic.next();
                TraceEvent event = arrival.event();
                failed += event.getStatus() == SpanStatus.ERROR ? 1 : 0;
                arrived++;
                assertFalse(arrival.at().isBefore(latest));
                latest = arrival.at();
                Instant end = EventTime.of(event);
                assertFalse(end.isAfter(latest.plusSeconds(60)), "accepted: " + end + " at " + latest);
                Long first = event.getTimeToFirstTokenMicros();
                assertTrue(first == null || first <= event.getDurationMicros());
            }
            assertEquals(List.of(), traffic.counts().firstMalformed());
        }
        assertEquals(rows, arrived);
        assertEquals(errors, failed);
    }
}
