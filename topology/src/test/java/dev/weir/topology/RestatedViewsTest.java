package dev.weir.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.Topics;
import dev.weir.schemas.View;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.avro.WindowStats;
import dev.weir.topology.RecordSums.Window;
import dev.weir.topology.ingest.SourceProgress;
import dev.weir.topology.price.Price;
import dev.weir.topology.price.PriceBooks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** An hour that is counted once more under prices twice as high: views stay the sums of their series, whoever takes it over. */
class RestatedViewsTest {

    private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
    private static final int CALLS = 60;

    private final SortedMap<Window, WindowStats> before = new TreeMap<>();
    private final SortedMap<Window, WindowStats> after = new TreeMap<>();
    private final Set<SeriesKey> refusing = new HashSet<>();

    /** @param found calls that the recount finds, by number */
    private void restate(MonitoringConfig config, IntPredicate found) throws IOException {
        Random random = new Random(7);
        try (TopologyHarness weir =
                new TopologyHarness(config, ViewsTest.views(ViewsTest.VIEWS), SourceProgress.NEVER)) {
            Repricing dear = new Repricing(
                    config,
                    weir.codec,
                    (use, parts, time) -> twice(PriceBooks.bundled().price(use, parts, time)),
                    ViewsTest.views(ViewsTest.VIEWS),
                    1,
                    T0);
            for (int i = 0; i < CALLS; i++) {
                Instant arrival = T0.plusSeconds(i * 10L);
                TraceEvent event = ViewsTest.call(i, arrival, random);
                weir.event(event, arrival);
                if (found.test(i)) {
                    dear.read(
                            Topics.TRACES.name(),
                            0,
                            arrival.toEpochMilli(),
                            event.getTraceId().getBytes(StandardCharsets.UTF_8),
                            weir.codec.encode(Topics.TRACES, event));
                } else {
                    refusing.add(SeriesKey.of(
                            event.getTenant(),
                            event.getEnvironment(),
                            event.getRoute(),
                            event.getProvider() == null ? "" : event.getProvider(),
                            event.getRequestModel(),
                            event.getPromptVersion()));
                }
            }
            weir.end(T0.plusSeconds(600));
            weir.settle();
            before.putAll(RecordSums.last(weir.read(Topics.WINDOW_STATS, WindowStats.class)));
            tell(weir, dear);
            after.putAll(before);
            after.putAll(RecordSums.last(weir.read(Topics.WINDOW_STATS, WindowStats.class)));
            tell(weir, dear);
            assertEquals(
                    List.of(), weir.read(Topics.WINDOW_STATS, WindowStats.class), "the second time changes nothing");
        }
    }

    private static void tell(TopologyHarness weir, Repricing repricing) {
        repricing.tell((topic, key, restatement) -> weir.driver
                .createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(key, restatement, T0.plusSeconds(700)));
        weir.settle();
    }

    private static Price twice(Price price) {
        return price instanceof Price.Priced priced
                ? new Price.Priced(
                        2 * priced.nanoUsd(),
                        priced.priceId(),
                        priced.match(),
                        priced.source(),
                        priced.serviceTier(),
                        priced.contextAbove(),
                        priced.region())
                : price;
    }

    private static long cost(SortedMap<Window, WindowStats> windows, View view) {
        return windows.values().stream()
                .filter(window -> window.getView().equals(view.wireName()))
                .mapToLong(WindowStats::getCostNanoUsd)
                .sum();
    }

    private void assertViewsAreTheSumsOfTheirSeries() {
        for (View view : ViewsTest.VIEWS) {
            assertEquals(RecordSums.seriesMergedTo(after, view), RecordSums.of(after, view), view.toString());
        }
    }

    @Test
    void viewsAddTheWayOfAdjustments_andNothingElse() {
        List<String> without = lines(List.of());
        List<String> with = lines(ViewsTest.VIEWS);

        assertEquals(
                List.of("--> publish-series"),
                without.stream().filter(line -> !with.contains(line)).toList());
        assertEquals(
                List.of(
                        "--> publish-series, series-adjustments",
                        "Processor: series-adjustments (stores: [])",
                        "--> adjusted-series",
                        "Sink: adjusted-series (topic: weir.series-restatements)",
                        "<-- series-adjustments"),
                with.stream().filter(line -> !without.contains(line)).toList());
    }

    private static List<String> lines(List<View> views) {
        return TopologyHarness.topology(ViewsTest.JUDGE_MANY, ViewsTest.views(views), SourceProgress.NEVER)
                .describe()
                .toString()
                .lines()
                .map(String::strip)
                .toList();
    }

    @Test
    void restatedHour_restatesItsViewsToo() throws IOException {
        restate(ViewsTest.JUDGE_MANY, call -> true);

        assertViewsAreTheSumsOfTheirSeries();
        assertTrue(cost(before, View.SERIES) > 0);
        for (View view : List.of(View.SERIES, View.BASELINE, ViewsTest.TOTAL)) {
            assertEquals(2 * cost(before, view), cost(after, view), view.toString());
        }
    }

    @Test
    void seriesWithACallThatIsGone_keepsItsCost_andItsViewsChangeByTheOthers() throws IOException {
        restate(ViewsTest.JUDGE_MANY, call -> call % 20 != 13);

        assertViewsAreTheSumsOfTheirSeries();
        int kept = 0;
        for (SeriesKey series : refusing) {
            for (Window window : before.keySet()) {
                if (window.key().equals(series) && !window.tile().equals("minute")) {
                    assertEquals(before.get(window), after.get(window), window.toString());
                    kept++;
                }
            }
        }
        assertEquals(2 * refusing.size(), kept, "an hour and a day of each");
        assertTrue(cost(after, ViewsTest.TOTAL) > cost(before, ViewsTest.TOTAL));
        assertTrue(cost(after, ViewsTest.TOTAL) < 2 * cost(before, ViewsTest.TOTAL));
    }

    @Test
    void seriesBeyondTheLimit_keepTheirCost_andTheTotalIsThatOfAllSeries() throws IOException {
        restate(MonitoringTopologyTest.capped(ViewsTest.JUDGE_MANY, new CardinalityConfig(10, 4, 10)), call -> true);

        assertTrue(
                after.keySet().stream().anyMatch(window -> window.key().route().startsWith("~other")));
        assertEquals(cost(after, View.SERIES), cost(after, ViewsTest.TOTAL));
        assertTrue(cost(after, ViewsTest.TOTAL) > cost(before, ViewsTest.TOTAL));
        assertTrue(cost(after, ViewsTest.TOTAL) < 2 * cost(before, ViewsTest.TOTAL));
        assertEquals(cost(after, View.SERIES), cost(after, View.BASELINE), "with what is beyond the limit of the view");
    }
}
