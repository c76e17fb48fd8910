package dev.weir.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.Progress;
import dev.weir.schemas.avro.WindowSpend;
import dev.weir.schemas.avro.WindowStats;
import dev.weir.topology.MonitoringConfig.ArrivalClock;
import dev.weir.topology.ingest.SourceProgress;
import dev.weir.topology.ingest.SourcesConfig;
import dev.weir.topology.sampling.SamplingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class MonitoringTopologyTest {

    private static final Instant T0 = Instant.parse("2026-11-20T10:00:00Z");
    private static final WindowSpend NO_SPEND = new WindowSpend();
    static final MonitoringConfig JUDGE_ALL = judging(1.0);

    static MonitoringConfig judging(double rate) {
        SamplingConfig sampling = new SamplingConfig("test", rate, 0, 0, 0, Duration.ofSeconds(30), 0, Map.of(), 0);
        return MonitoringConfig.DEFAULT.withClock(ArrivalClock.RECORDED).withSampling(sampling);
    }

    @Test
    void callsOfAMinute_closeWhenArrivalHasPassedItsGrace() throws IOException {
        try (TopologyHarness weir = new TopologyHarness(JUDGE_ALL, SourceProgress.NEVER)) {
            weir.event(Events.call("a", T0.plusSeconds(10)).build(), T0.plusSeconds(10));
            weir.event(Events.call("b", T0.plusSeconds(20)).build(), T0.plusSeconds(21));
            weir.event(Events.call("c", T0.plusSeconds(70)).build(), T0.plusSeconds(119));
            weir.settle();
            assertEquals(List.of(), weir.read(Topics.WINDOW_STATS, WindowStats.class));

            weir.event(Events.call("d", T0.plusSeconds(120)).build(), T0.plusSeconds(120));
            weir.settle();
            List<WindowStats> windows = weir.read(Topics.WINDOW_STATS, WindowStats.class);
            assertEquals(1, windows.size());
            WindowStats window = windows.get(0);
            assertEquals("minute", window.getTile());
            assertEquals(T0, window.getWindowStart());
            assertEquals(2, window.getCalls());
            assertEquals(2_000, window.getInputTokens());
            assertEquals(2 * (1_000 * 2_500L + 100 * 10_000L), window.getCostNanoUsd());
            assertEquals(0, window.getUnpricedCalls());
            assertEquals(Map.of("latency_ms>1000", 2L, "ttft_ms>800", 0L), window.getSlowerThan());
            assertEquals(0, window.getRevision());
        }
    }

    @Test
    void lateCall_correctsTheClosedWindow() throws IOException {
        try (TopologyHarness weir = new TopologyHarness(JUDGE_ALL, SourceProgress.NEVER)) {
            weir.event(Events.call("a", T0.plusSeconds(10)).build(), T0.plusSeconds(10));
            weir.event(Events.call("b", T0.plusSeconds(130)).build(), T0.plusSeconds(130));
            weir.settle();
            weir.event(Events.call("c", T0.plusSeconds(11)).build(), T0.plusSeconds(140));
            weir.settle();
            List<WindowStats> windows = weir.read(Topics.WINDOW_STATS, WindowStats.class);
            assertEquals(
                    List.of(0, 1),
                    windows.stream().map(WindowStats::getRevision).toList());
            assertEquals(
                    List.of(1L, 2L), windows.stream().map(WindowStats::getCalls).toList());
        }
    }

    @Test
    void namesBeyondTheCap_areCountedUnderOther_andTotalsStayExact() throws IOException {
        MonitoringConfig few = capped(JUDGE_ALL, new CardinalityConfig(2, 3, 2));
        try (TopologyHarness weir = new TopologyHarness(few, SourceProgress.NEVER)) {
            for (int i = 0; i < 10; i++) {
                weir.event(
                        Events.call("r" + i, T0)
                                .setRoute("route-" + i)
                                .setUserId("u" + i)
                                .build(),
                        T0);
            }
            weir.event(Events.call("t2", T0).setTenant("second").build(), T0);
            weir.event(Events.call("t3", T0).setTenant("third").build(), T0);
            weir.end(T0);
            weir.settle();
            Map<String, Long> calls = new TreeMap<>();
            for (WindowStats window : weir.read(Topics.WINDOW_STATS, WindowStats.class)) {
                if (window.getTile().equals("day")) {
                    calls.merge(window.getTenant() + "/" + window.getRoute(), window.getCalls(), Long::sum);
                }
            }
            assertEquals(
                    Map.of(
                            "default/route-0",
                            1L,
                            "default/route-1",
                            1L,
                            "default/route-2",
                            1L,
                            "default/~other",
                            7L,
                            "second/chat",
                            1L,
                            "~other/~other",
                            1L),
                    calls);
            Map<String, Long> users = new TreeMap<>();
            for (WindowSpend window : weir.read(Topics.WINDOW_SPEND, WindowSpend.class)) {
                if (window.getTile().equals("day")) {
                    users.merge(window.getSpender(), window.getCalls(), Long::sum);
                }
            }
            assertEquals(Map.of("u0", 1L, "u1", 1L, "~other-0", 8L), users);
        }
    }

    static MonitoringConfig capped(MonitoringConfig base, CardinalityConfig cardinality) {
        return new MonitoringConfig(
                base.clock(),
                base.sources(),
                base.evaluations(),
                base.seriesVersion(),
                base.views(),
                base.maxAge(),
                base.maxAhead(),
                base.grace(),
                base.correctionInterval(),
                base.minuteRetention(),
                base.hourRetention(),
                base.dayRetention(),
                base.qualityGrace(),
                base.qualityRetention(),
                base.registryPatience(),
                base.duplicates(),
                cardinality,
                base.sampling(),
                base.enrich());
    }

    @Test
    void unknownModel_isCountedAsUnpricedNotAsFree() throws IOException {
        try (TopologyHarness weir = new TopologyHarness(JUDGE_ALL, SourceProgress.NEVER)) {
            weir.event(Events.call("a", T0).setRequestModel("nobody-knows-me").build(), T0);
            weir.end(T0);
            weir.settle();
            WindowStats window =
                    weir.read(Topics.WINDOW_STATS, WindowStats.class).get(0);
            assertEquals(1, window.getUnpricedCalls());
            assertEquals(0, window.getCostNanoUsd());
        }
    }

    @Test
    void silentPartitionReadToItsEnd_movesWithTheWallClock() throws IOException {
        SourceProgress readToEnd = new SourceProgress() {
            @Override
            public boolean isReadToEnd(TopicPartition partition, long lastProcessed) {
                return lastProcessed >= 0 || !partition.topic().equals(Topics.TRACES.name());
            }

            @Override
            public void restart(TopicPartition partition) {
                // nothing is remembered
            }
        };
        MonitoringConfig live = JUDGE_ALL.withClock(ArrivalClock.LIVE);
        try (TopologyHarness weir = new TopologyHarness(live, readToEnd)) {
            weir.event(Events.call("a", Instant.ofEpochSecond(30)).build(), Instant.ofEpochSecond(30));
            weir.settle();
            assertEquals(List.of(), weir.read(Topics.WINDOW_STATS, WindowStats.class));
            weir.driver.advanceWallClockTime(Duration.ofSeconds(121));
            weir.settle();
            assertEquals(1, weir.read(Topics.WINDOW_STATS, WindowStats.class).size());
        }
    }

    @Test
    void spenders_areCountedExactly() throws IOException {
        try (TopologyHarness weir = new TopologyHarness(JUDGE_ALL, SourceProgress.NEVER)) {
            weir.event(Events.call("a", T0).setUserId("u1").setFeature("search").build(), T0);
            weir.event(Events.call("b", T0).setUserId("u1").build(), T0);
            weir.event(
                    Events.call("c", T0)
                            .setUserId("u2")
                            .setRequestModel("nobody")
                            .build(),
                    T0);
            weir.end(T0);
            weir.settle();
            Map<String, WindowSpend> hours = new TreeMap<>();
            weir.read(Topics.WINDOW_SPEND, WindowSpend.class).stream()
                    .filter(spend -> spend.getTile().equals("hour"))
                    .forEach(spend -> hours.put(spend.getDimension() + "/" + spend.getSpender(), spend));
            assertEquals(List.of("feature/search", "user/u1", "user/u2"), List.copyOf(hours.keySet()));
            assertEquals(2, hours.getOrDefault("user/u1", NO_SPEND).getCalls());
            assertEquals(7_000_000, hours.getOrDefault("user/u1", NO_SPEND).getCostNanoUsd());
            assertEquals(1, hours.getOrDefault("user/u2", NO_SPEND).getUnpricedCalls());
        }
    }

    @Test
    void progress_saysHowFarEachPartitionIsComplete() throws IOException {
        try (TopologyHarness weir = new TopologyHarness(JUDGE_ALL, SourceProgress.NEVER)) {
            weir.event(Events.call("a", T0).build(), T0.plusSeconds(5));
            weir.settle();
            weir.end(T0.plusSeconds(5));
            weir.settle();
            List<Progress> progress = weir.read(Topics.WINDOW_STATS, Progress.class);
            assertEquals(T0.plusSeconds(5), progress.get(0).getFrontier());
            Instant traffic = T0.plusSeconds(5).minus(JUDGE_ALL.grace());
            assertEquals(traffic, progress.get(0).getCompleteUntil());
            assertEquals(
                    traffic.minus(JUDGE_ALL.qualityGrace()),
                    weir.read(Topics.WINDOW_QUALITY, Progress.class).get(0).getCompleteUntil());
            assertEquals(
                    List.of(false, true),
                    progress.stream().map(Progress::getEnded).toList());
        }
    }

    @Test
    void description_isTheOneThatWasReviewed() throws IOException {
        assertDescription("topology.txt", MonitoringConfig.DEFAULT);
        assertDescription(
                "topology-with-evaluations.txt",
                MonitoringConfig.DEFAULT.withSources(SourcesConfig.DEFAULT.withLogs("otlp_logs")));
    }

    private static void assertDescription(String file, MonitoringConfig config) throws IOException {
        String actual = TopologyHarness.topology(config, SourceProgress.NEVER)
                .describe()
                .toString();
        Path golden = Path.of("src/test/resources", file);
        if (Boolean.getBoolean("weir.golden.write")) {
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, actual);
        }
        assertEquals(Files.readString(golden), actual);
    }
}
