package dev.weir.app.guarantee;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.app.run.Role;
import dev.weir.app.traffic.Arrival;
import dev.weir.schemas.avro.TraceEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A rule that is added to a running application demands a view. The view misses what was counted before, and it is known
 * since when it does not: a question about earlier windows is answered by merging series, one about later windows by the view,
 * and both say the same.
 */
class DemandedViewIT {

    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
    private static final int RESTARTED = 15;
    private static final int HEARD = 20;
    private static final int END = 40;
    /** The calls that were read first after the restart may have been up to a minute ahead: {@code topology.max_ahead}. */
    private static final int WHOLE = HEARD + 2;

    private static final int CALLS_A_MINUTE = 24;
    private static final Set<Role> ROLES = EnumSet.of(Role.TOPOLOGY);
    private static final String RULES = """
            groups:
              - name: errors
                rules:
                  - {alert: Errors, measure: error_rate, above: 0.5, tile: minute}
            """;
    private static final String DEMANDING = """
            groups:
              - name: errors
                rules:
                  - {alert: Errors, measure: error_rate, above: 0.5, tile: minute, by: [provider, model]}
            """;

    @TempDir
    private Path directory = Path.of(".");

    @Test
    @Timeout(400)
    void viewOfARuleThatComesLater_answersForWhatItHasCountedWhole_andSeriesForTheRest() throws Exception {
        try (RecordedApplication weir = new RecordedApplication(directory)) {
            weir.start(ROLES, RULES, "topology.clock=recorded");
            replay(weir, 0, RESTARTED, false);
            assertEquals(
                    "series",
                    ask(weir, 0, RESTARTED, "provider,model").path("view").asText());

            weir.start(ROLES, DEMANDING, "topology.clock=recorded");
            replay(weir, RESTARTED, HEARD, false);
            replay(weir, HEARD, END, true);
            RecordedApplication.await(
                    "view", () -> byView(weir) && calls(ask(weir, 0, END, "")) == END * CALLS_A_MINUTE);

            JsonNode late = ask(weir, WHOLE, END, "provider,model");
            JsonNode early = ask(weir, 0, WHOLE, "provider,model");
            JsonNode across = ask(weir, 0, END, "provider,model");
            assertEquals("provider,model", late.path("view").asText());
            assertEquals("series", early.path("view").asText(), "a part of it was counted before the rule came");
            assertEquals("series", across.path("view").asText());

            SortedMap<String, String> bySeries = sums(across);
            assertEquals(2 * 3 * END, bySeries.size());
            SortedMap<String, String> byParts = sums(early);
            byParts.putAll(sums(late));
            assertEquals(bySeries, byParts);
            assertEquals(END * CALLS_A_MINUTE, calls(across));

            weir.start(ROLES, DEMANDING, "topology.clock=recorded");
            RecordedApplication.await("view after a restart under the same rules", () -> byView(weir));
            assertEquals(
                    late.path("windows"),
                    ask(weir, WHOLE, END, "provider,model").path("windows"));
        }
    }

    private static void replay(RecordedApplication weir, int fromMinute, int toMinute, boolean end)
            throws InterruptedException {
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = fromMinute * CALLS_A_MINUTE; i < toMinute * CALLS_A_MINUTE; i++) {
            Instant at = START.plusMillis(60_000L / CALLS_A_MINUTE * i);
            TraceEvent call = TraceEvent.newBuilder()
                    .setTraceId("trace-" + i)
                    .setSpanId("1")
                    .setRoute("route-" + i % 4)
                    .setProvider("provider-" + i % 2)
                    .setRequestModel("model-" + i % 3)
                    .setStartTime(at)
                    .setDurationMicros(1_000L * (i % 17))
                    .setInputTokens((long) i)
                    .build();
            arrivals.add(new Arrival(call, at));
        }
        weir.replay(arrivals, end);
        RecordedApplication.await("calls", () -> weir.counted() == (long) toMinute * CALLS_A_MINUTE);
    }

    /** Whether the view answers for what it has counted whole, and has counted all of it. */
    private static boolean byView(RecordedApplication weir) {
        JsonNode answer = ask(weir, WHOLE, END, "provider,model");
        return answer.path("view").asText().equals("provider,model") && calls(answer) == (END - WHOLE) * CALLS_A_MINUTE;
    }

    private static JsonNode ask(RecordedApplication weir, int fromMinute, int toMinute, String by) {
        return weir.ask("/api/v1/windows?step=1m&limit=1000&by=" + by
                + "&from=" + START.plus(Duration.ofMinutes(fromMinute))
                + "&to=" + START.plus(Duration.ofMinutes(toMinute)));
    }

    /** What windows say beside how often they were corrected, by provider, model and start. */
    private static SortedMap<String, String> sums(JsonNode answer) {
        SortedMap<String, String> sums = new TreeMap<>();
        for (JsonNode window : answer.path("windows")) {
            String name = window.path("provider").asText() + " "
                    + window.path("model").asText() + " " + window.path("start").asText();
            String said = "calls " + window.path("calls") + " input " + window.path("input_tokens") + " latency "
                    + window.path("latency_ms");
            sums.put(name, said);
        }
        return sums;
    }

    private static long calls(JsonNode answer) {
        long calls = 0;
        for (JsonNode window : answer.path("windows")) {
            calls += window.path("calls").asLong();
        }
        return calls;
    }
}
