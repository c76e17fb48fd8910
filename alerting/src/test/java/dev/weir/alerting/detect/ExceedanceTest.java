package dev.weir.alerting.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.testing.Vectors;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExceedanceTest {

    @Test
    void referenceVectors_sameProbability() {
        for (JsonNode node : Vectors.cases("05_intervals", "exceedance_binomial_p")) {
            double p = Exceedance.tooMany(
                    node.get("k").asLong(),
                    node.get("n").asLong(),
                    node.get("q").asDouble());
            Vectors.assertClose(node.get("p").asDouble(), p, node.toString());
        }
    }

    @Test
    void smallestSignificantCount_matchesPublishedTable() {
        Map<Long, Long> table = Map.of(10L, 4L, 20L, 5L, 30L, 6L, 50L, 8L, 100L, 12L, 200L, 19L, 500L, 38L, 1000L, 68L);
        table.forEach((n, k) -> assertEquals(k, Exceedance.smallestSignificant(n, 0.95, 0.01), "n = " + n));
    }

    @Test
    void tooFewValues_noCountIsSignificant() {
        assertEquals(2, Exceedance.smallestSignificant(1, 0.95, 0.01));
        assertEquals(1, Exceedance.tooMany(0, 0, 0.95));
        assertEquals(1, Exceedance.tooFew(0, 0, 0.95));
    }

    @Test
    void complementaryTails_sumToOne() {
        for (int k = 1; k <= 40; k++) {
            assertEquals(1, Exceedance.tooMany(k, 40, 0.9) + Exceedance.tooFew(k - 1, 40, 0.9), 1e-12);
        }
    }

    @Test
    void impossibleCounts_refused() {
        assertThrows(IllegalArgumentException.class, () -> Exceedance.tooMany(5, 4, 0.95));
        assertThrows(IllegalArgumentException.class, () -> Exceedance.tooMany(-1, 4, 0.95));
        assertThrows(IllegalArgumentException.class, () -> Exceedance.tooMany(1, 4, 1));
    }

    /** 20,000 windows exactly at the objective; tolerance is four binomial standard errors. */
    @Test
    void seriesAtItsObjective_falseAlarmsWithinAlpha() {
        long seed = 20260501;
        for (int n : new int[] {10, 30, 100, 1000}) {
            Random random = new Random(seed + n);
            int alarms = 0;
            int windows = n == 1000 ? 4_000 : 20_000;
            long limit = Exceedance.smallestSignificant(n, 0.95, 0.01);
            for (int w = 0; w < windows; w++) {
                int above = 0;
                for (int i = 0; i < n; i++) {
                    above += random.nextDouble() < 0.05 ? 1 : 0;
                }
                alarms += above >= limit ? 1 : 0;
            }
            double tolerance = 4 * Math.sqrt(0.01 * 0.99 / windows);
            assertTrue((double) alarms / windows <= 0.01 + tolerance, "seed " + seed + " n " + n + " alarms " + alarms);
        }
    }
}
