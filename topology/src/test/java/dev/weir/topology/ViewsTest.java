package dev.weir.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.Dimension;
import dev.weir.schemas.SeriesKey;
import dev.weir.schemas.Tile;
import dev.weir.schemas.Topics;
import dev.weir.schemas.View;
import dev.weir.schemas.avro.JudgeTask;
import dev.weir.schemas.avro.TraceEvent;
import dev.weir.schemas.avro.WindowQuality;
import dev.weir.schemas.avro.WindowSpend;
import dev.weir.schemas.avro.WindowStats;
import dev.weir.schemas.testing.TaskScores;
import dev.weir.topology.aggregate.RollupCoverage;
import dev.weir.topology.aggregate.WindowStores;
import dev.weir.topology.ingest.SourceProgress;
import dev.weir.topology.spend.SpendWatch;
import dev.weir.topology.view.Views;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewsTest {

    private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
    private static final View PROVIDER_MODEL = View.of(Dimension.PROVIDER, Dimension.MODEL);
    static final View TOTAL = new View(Set.of());
    static final List<View> VIEWS = List.of(PROVIDER_MODEL, View.BASELINE, TOTAL);

    static final MonitoringConfig JUDGE_MANY = MonitoringTopologyTest.judging(0.5);

    static RuleDemands views(List<View> views) {
        return new RuleDemands(List.of(), SpendWatch.NONE, Views.of(views));
    }

    static TraceEvent call(int number, Instant end, Random random) {
        return Events.call("t" + number, end)
                .setTenant("tenant-" + random.nextInt(2))
                .setEnvironment(random.nextBoolean() ? "production" : "staging")
                .setRoute("route-" + random.nextInt(3))
                .setProvider(random.nextInt(5) == 0 ? null : "provider-" + random.nextInt(2))
                .setRequestModel("gpt-4o" + (random.nextInt(4) == 0 ? "-mini" : ""))
                .setPromptVersion("v" + random.nextInt(2))
                .setDurationMicros(1_000L + random.nextInt(5_000_000))
                .setFinishReason(random.nextInt(3) == 0 ? "length" : "stop")
                .build();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void viewsWindows_areTheSumsOfTheirSeries_alsoAfterLateCallsAndReplacedScores(long seed) throws IOException {
        Random random = new Random(seed);
        List<WindowStats> stats = new ArrayList<>();
        List<WindowQuality> quality = new ArrayList<>();
        try (TopologyHarness weir = new TopologyHarness(JUDGE_MANY, views(VIEWS), SourceProgress.NEVER)) {
            for (int i = 0; i < 400; i++) {
                Instant arrival = T0.plusSeconds(i * 3L);
                Instant end = random.nextInt(10) == 0 ? arrival.minusSeconds(random.nextInt(900)) : arrival;
                weir.event(call(i, end, random), arrival);
                if (i % 40 == 0) {
                    weir.settle();
                }
            }
            weir.end(T0.plusSeconds(1_200));
            weir.settle();
            List<JudgeTask> tasks = weir.read(Topics.JUDGE_TASKS, JudgeTask.class);
            assertTrue(tasks.size() > 50, "sampled " + tasks.size());
            for (int round = 0; round < 2; round++) {
                for (JudgeTask task : tasks) {
                    weir.record(Topics.SCORES, TaskScores.of(task, 10 + random.nextInt(90), T0), T0.plusSeconds(1_300));
                }
                weir.settle();
            }
            weir.driver.advanceWallClockTime(Duration.ofSeconds(20));
            weir.settle();
            stats.addAll(weir.read(Topics.WINDOW_STATS, WindowStats.class));
            quality.addAll(weir.read(Topics.WINDOW_QUALITY, WindowQuality.class));
            assertEquals(List.of(), weir.letters(Topics.DEAD_LETTERS));
            for (WindowStores stores : List.of(StateStores.SERIES, StateStores.QUALITY)) {
                RollupCoverage coverage = RollupCoverage.fromBytes(weir.driver
                        .<byte[], byte[]>getKeyValueStore(stores.windows())
                        .get(WindowStores.COVERAGE));
                VIEWS.forEach(view -> assertEquals(
                        OptionalLong.of(RollupCoverage.ALWAYS),
                        coverage.since(view.wireName()),
                        stores.windows() + " says that " + view + " is whole"));
            }
        }
        SortedMap<RecordSums.Window, WindowStats> lastStats = RecordSums.last(stats);
        SortedMap<RecordSums.Window, WindowQuality> lastQuality = RecordSums.last(quality);
        assertTrue(stats.size() > lastStats.size(), "some were corrected");
        for (View view : VIEWS) {
            assertEquals(
                    RecordSums.seriesMergedTo(lastStats, view),
                    RecordSums.of(lastStats, view),
                    view + ", seed " + seed);
            assertEquals(
                    RecordSums.seriesMergedTo(lastQuality, view),
                    RecordSums.of(lastQuality, view),
                    view + ", seed " + seed);
        }
    }

    @Test
    void environmentsOfOneRouteAndModel_stayApart_inTrafficSpendAndQuality() throws IOException {
        try (TopologyHarness weir =
                new TopologyHarness(MonitoringTopologyTest.JUDGE_ALL, RuleDemands.NONE, SourceProgress.NEVER)) {
            for (int i = 0; i < 4; i++) {
                weir.event(
                        Events.call("t" + i, T0)
                                .setUserId("u")
                                .setEnvironment(i == 0 ? "staging" : "production")
                                .build(),
                        T0);
            }
            weir.end(T0);
            weir.settle();
            weir.driver.advanceWallClockTime(Duration.ofSeconds(20));
            weir.settle();
            List<WindowStats> traffic = weir.read(Topics.WINDOW_STATS, WindowStats.class);
            assertTrue(traffic.stream().allMatch(window -> window.getView().equals(View.SERIES.wireName())));
            List<String> apart = List.of("production=3", "staging=1");
            assertEquals(apart, dayByEnvironment(traffic, "calls"));
            assertEquals(apart, dayByEnvironment(weir.read(Topics.WINDOW_SPEND, WindowSpend.class), "calls"));
            assertEquals(
                    apart, dayByEnvironment(weir.read(Topics.WINDOW_QUALITY, WindowQuality.class), "sampled_calls"));
        }
    }

    private static List<String> dayByEnvironment(List<? extends SpecificRecordBase> windows, String count) {
        return windows.stream()
                .filter(window -> window.get("tile").equals("day"))
                .map(day -> day.get("environment") + "=" + day.get(count))
                .sorted()
                .toList();
    }

    @Test
    void viewsHaveLimitsOfTheirOwn_andTheirTotalsStayExact() throws IOException {
        View routes = View.of(Dimension.TENANT, Dimension.ROUTE);
        MonitoringConfig two = MonitoringTopologyTest.capped(JUDGE_MANY, new CardinalityConfig(10, 2, 10));
        try (TopologyHarness weir = new TopologyHarness(two, views(List.of(routes)), SourceProgress.NEVER)) {
            for (int i = 0; i < 12; i++) {
                weir.event(
                        Events.call("t" + i, T0)
                                .setPromptVersion("v" + i)
                                .setRoute("route-" + i % 4)
                                .build(),
                        T0);
            }
            weir.end(T0);
            weir.settle();
            List<WindowStats> days = weir.read(Topics.WINDOW_STATS, WindowStats.class).stream()
                    .filter(window -> window.getTile().equals(Tile.DAY.wireName()))
                    .toList();
            for (View view : List.of(View.SERIES, routes)) {
                List<WindowStats> ofView = days.stream()
                        .filter(day -> day.getView().equals(view.wireName()))
                        .toList();
                assertEquals(3, ofView.size(), "two within the limit and the others, of " + view);
                assertEquals(
                        12, ofView.stream().mapToLong(WindowStats::getCalls).sum());
            }
            assertEquals(
                    List.of("route-0=3", "route-1=3", "~other0=6"),
                    days.stream()
                            .filter(day -> day.getView().equals(routes.wireName()))
                            .map(day -> day.getRoute() + "=" + day.getCalls())
                            .sorted()
                            .toList());
            assertTrue(days.stream()
                    .filter(day -> day.getView().equals(routes.wireName()))
                    .allMatch(day -> day.getModel().equals(SeriesKey.ALL)));
        }
    }
}
