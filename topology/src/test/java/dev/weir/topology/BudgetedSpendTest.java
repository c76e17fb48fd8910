package dev.weir.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.SpenderKey;
import dev.weir.schemas.SpenderKey.Kind;
import dev.weir.schemas.Topics;
import dev.weir.schemas.avro.WindowSpend;
import dev.weir.topology.ingest.SourceProgress;
import dev.weir.topology.spend.SpendWatch;
import dev.weir.topology.view.Views;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Spend that budgets are about: followed while a window is open, tracked by name, bounded beyond the cap. */
class BudgetedSpendTest {

    private static final Instant T0 = Instant.parse("2026-11-21T10:00:00Z");
    private static final MonitoringConfig FEW_SPENDERS =
            MonitoringTopologyTest.capped(MonitoringTopologyTest.JUDGE_ALL, new CardinalityConfig(2, 100, 3));

    private static TopologyHarness watching(Kind kind, SpenderKey.Named... named) throws IOException {
        SpendWatch watch = new SpendWatch(Set.of(kind), Set.of(named));
        return new TopologyHarness(FEW_SPENDERS, new RuleDemands(List.of(), watch, Views.NONE), SourceProgress.NEVER);
    }

    private static void call(TopologyHarness weir, String user, int seconds) {
        Instant time = T0.plusSeconds(seconds);
        weir.event(
                Events.call(user + seconds, time)
                        .setUserId(user)
                        .setRoute("chat")
                        .setInputTokens(1_000L + seconds)
                        .build(),
                time);
        weir.settle();
    }

    private static Map<String, WindowSpend> hours(TopologyHarness weir) {
        Map<String, WindowSpend> hours = new TreeMap<>();
        weir.read(Topics.WINDOW_SPEND, WindowSpend.class).stream()
                .filter(spend -> spend.getTile().equals("hour"))
                .forEach(spend -> hours.put(spend.getDimension() + "/" + spend.getSpender(), spend));
        return hours;
    }

    private static WindowSpend of(Map<String, WindowSpend> windows, String spender) {
        WindowSpend window = windows.get(spender);
        if (window == null) {
            throw new AssertionError("no window of " + spender + " among " + windows.keySet());
        }
        return window;
    }

    @Test
    void tenantWithABudget_isPublishedBeforeItsHourEnds_andOnceMoreAfter() throws IOException {
        try (TopologyHarness weir = watching(Kind.TENANT)) {
            call(weir, "u1", 10);
            Map<String, WindowSpend> open = hours(weir);
            assertEquals(Set.of("tenant/default"), open.keySet(), "users have no budget");
            WindowSpend first = of(open, "tenant/default");
            assertEquals(0, first.getRevision());
            assertTrue(first.getAsOf().isBefore(first.getWindowEnd()), first.toString());
            assertEquals(1_010, first.getMaxInputTokens());

            call(weir, "u2", 40);
            assertEquals(2, of(hours(weir), "tenant/default").getCalls());

            weir.end(T0.plusSeconds(60));
            weir.settle();
            WindowSpend last = of(hours(weir), "tenant/default");
            assertEquals(2, last.getCalls());
            assertEquals(last.getWindowEnd(), last.getAsOf());
            assertEquals(1_040, last.getMaxInputTokens());
        }
    }

    @Test
    void withoutBudgets_nothingIsPublishedEarly_andRoutesAndTenantsAreNotCounted() throws IOException {
        try (TopologyHarness weir = new TopologyHarness(FEW_SPENDERS, RuleDemands.NONE, SourceProgress.NEVER)) {
            call(weir, "u1", 10);
            assertEquals(Map.of(), hours(weir));
            weir.end(T0.plusSeconds(60));
            weir.settle();
            assertEquals(Set.of("user/u1"), hours(weir).keySet());
        }
    }

    @Test
    void userThatABudgetNames_isExactThoughItComesLast_andTheOthersAreBounded() throws IOException {
        try (TopologyHarness weir = watching(Kind.ROUTE, new SpenderKey.Named("default", Kind.USER, "named"))) {
            for (int i = 0; i < 5; i++) {
                call(weir, "u" + i, i);
            }
            call(weir, "u4", 5);
            call(weir, "named", 6);
            weir.end(T0.plusSeconds(60));
            weir.settle();
            Map<String, WindowSpend> hours = hours(weir);
            assertEquals(
                    Set.of("route/chat", "user/u0", "user/u1", "user/u2", "user/named", "user/~other-0"),
                    hours.keySet());
            WindowSpend other = of(hours, "user/~other-0");
            assertEquals(3, other.getCalls());
            assertEquals(0, other.getHeaviestErrorNanoUsd(), "few enough to be exact");
            assertEquals(
                    List.of("u4", "u3"),
                    other.getHeaviest().stream()
                            .map(heavy -> heavy.getSpender())
                            .toList());
            assertEquals(
                    other.getCostNanoUsd(),
                    other.getHeaviest().stream()
                            .mapToLong(heavy -> heavy.getAtLeastNanoUsd())
                            .sum());
            assertEquals(List.of(), of(hours, "user/u0").getHeaviest());
        }
    }

    @Test
    void userInTwoEnvironments_isTwoSpenders_andSoAreThoseBeyondTheLimit() throws IOException {
        try (TopologyHarness weir = watching(Kind.USER)) {
            for (String environment : List.of("production", "staging")) {
                for (int i = 0; i < 5; i++) {
                    weir.event(
                            Events.call(environment + i, T0)
                                    .setEnvironment(environment)
                                    .setUserId("u" + i)
                                    .build(),
                            T0);
                }
            }
            weir.settle();
            weir.end(T0.plusSeconds(60));
            weir.settle();
            Map<String, Long> calls = new TreeMap<>();
            weir.read(Topics.WINDOW_SPEND, WindowSpend.class).stream()
                    .filter(spend -> spend.getTile().equals("hour"))
                    .forEach(spend -> calls.put(spend.getEnvironment() + "/" + spend.getSpender(), spend.getCalls()));

            assertEquals(
                    Map.of(
                            "production/u0", 1L,
                            "production/u1", 1L,
                            "production/u2", 1L,
                            "production/~other-0", 2L,
                            "staging/u0", 1L,
                            "staging/u1", 1L,
                            "staging/u2", 1L,
                            "staging/~other-0", 2L),
                    calls);
        }
    }

    @Test
    void callsWithoutTokenCounts_haveNoLargestRequest() throws IOException {
        try (TopologyHarness weir = watching(Kind.USER)) {
            weir.event(
                    Events.call("a", T0)
                            .setUserId("u1")
                            .setInputTokens(null)
                            .setOutputTokens(null)
                            .build(),
                    T0);
            weir.settle();
            assertNull(of(hours(weir), "user/u1").getMaxInputTokens());
        }
    }
}
