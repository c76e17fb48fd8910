package dev.weir.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.topology.ingest.DuplicatesConfig;
import dev.weir.topology.spend.HeavyHitters;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StateBoundTest {

    /** Two tenants, three series and four spenders each; windows kept for 1 hour, 4 hours, 2 days; quality for 1 day. */
    private static MonitoringConfig small() {
        MonitoringConfig base = MonitoringConfig.DEFAULT;
        return new MonitoringConfig(
                base.clock(),
                base.sources().withLogs("otlp_logs"),
                base.evaluations(),
                base.seriesVersion(),
                base.views(),
                Duration.ofMinutes(10),
                base.maxAhead(),
                base.grace(),
                base.correctionInterval(),
                Duration.ofHours(1),
                Duration.ofHours(4),
                Duration.ofDays(2),
                base.qualityGrace(),
                Duration.ofDays(1),
                base.registryPatience(),
                new DuplicatesConfig(Duration.ofMinutes(10), 1_000),
                new CardinalityConfig(2, 3, 4),
                base.sampling(),
                base.enrich());
    }

    @Test
    void smallSettings_asComputedByHand() {
        // Given 2 x 3 + 2 + 1 = 9 series and, users and features apart, 4 x 4 + (2 + 1) x 4 = 28 spenders a day
        // and 61 minutes, 5 hours, 3 days; quality 1441 minutes, 25 hours, 2 days
        StateBound bound = StateBound.of(small(), RuleDemands.NONE, 1);

        assertEquals(
                Map.of(
                        "series-windows",
                        9L * (61 + 5 + 3),
                        "spend-windows",
                        28L * (5 + 3),
                        "heaviest users beyond the cap",
                        3L * (5 + 3),
                        "quality-windows",
                        9L * (1441 + 25 + 2),
                        "admitted keys",
                        2L * 9 + 2L * 28 + 2L * 9,
                        "fingerprints",
                        1_000L,
                        "evaluations-by-span",
                        200_000L,
                        "evaluations-by-response",
                        200_000L),
                bound.stores().stream().collect(Collectors.toMap(StateBound.Store::name, StateBound.Store::entries)));
        assertEquals(
                1_242_000 + 17_920 + 24 * HeavyHitters.MOST_BYTES + 13_212_000 + 5_520 + 6_000 + 2 * 200_000 * 100,
                bound.storeBytes());
        assertEquals(4_096 * 8, bound.duplicatesHeapBytes());
    }

    @Test
    void morePartitions_neverLessThanOne() {
        long one = StateBound.of(small(), RuleDemands.NONE, 1).storeBytes();

        assertTrue(StateBound.of(small(), RuleDemands.NONE, 4).storeBytes() >= one);
        assertEquals(4 * 4_096 * 8, StateBound.of(small(), RuleDemands.NONE, 4).duplicatesHeapBytes());
    }

    @Test
    void largestSettings_doNotOverflow() {
        MonitoringConfig base = MonitoringConfig.DEFAULT;

        assertTrue(StateBound.of(base, RuleDemands.NONE, 1_000).storeBytes() > 0);
    }
}
