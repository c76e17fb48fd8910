package dev.weir.schemas.estimate;

import static dev.weir.schemas.estimate.Intervals.CONFIDENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.testing.Vectors;
import java.io.IOException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class IntervalsTest {

    private final Vectors vectors;

    IntervalsTest() throws IOException {
        vectors = Vectors.read("05_intervals");
    }

    @Test
    void countsOfHits_giveReferenceIntervals() {
        for (JsonNode one : vectors.casesOf("wilson95")) {
            long hits = one.get("k").asLong();
            long trials = one.get("n").asLong();
            String what = hits + " of " + trials;
            vectors.assertNear(
                    one.get("wilson"), Intervals.wilson((double) hits / trials, trials, CONFIDENCE), "wilson " + what);
            vectors.assertNear(
                    one.get("clopper_pearson"),
                    Intervals.clopperPearson(hits, trials, CONFIDENCE),
                    "clopper-pearson " + what);
            vectors.assertNear(one.get("jeffreys"), Intervals.jeffreys(hits, trials, CONFIDENCE), "jeffreys " + what);
        }
    }

    @Test
    void fractionalSampleSizes_giveReferenceWilson() {
        for (JsonNode one : vectors.casesOf("wilson95_fractional")) {
            Interval actual =
                    Intervals.wilson(one.get("p").asDouble(), one.get("n_eff").asDouble(), CONFIDENCE);
            vectors.assertNear(one.get("wilson"), actual, one.toString());
        }
    }

    @Test
    void differencesOfRates_giveReferenceNewcombe() {
        for (JsonNode one : vectors.casesOf("newcombe_diff95")) {
            Interval actual = Intervals.newcombeDifference(
                    one.get("p1").asDouble(),
                    one.get("n1").asDouble(),
                    one.get("p2").asDouble(),
                    one.get("n2").asDouble(),
                    CONFIDENCE);
            vectors.assertNear(one.get("ci"), actual, one.toString());
        }
    }

    @Test
    void quantiles_giveReferenceRanks() {
        double tail = (1 - CONFIDENCE) / 2;
        for (JsonNode one : vectors.casesOf("quantile_order_stat_ci95_ranks_1based")) {
            long n = one.get("n").asLong();
            double q = one.get("q").asDouble();
            assertEquals(rank(one.get("lower_rank")), Intervals.quantileLowerRank(n, q, tail), one.toString());
            assertEquals(rank(one.get("upper_rank")), Intervals.quantileUpperRank(n, q, tail), one.toString());
        }
        for (JsonNode one : vectors.casesOf("quantile_lower_bound_rank")) {
            OptionalLong actual = Intervals.quantileLowerRank(
                    one.get("n").asLong(),
                    one.get("q").asDouble(),
                    one.get("alpha").asDouble());
            assertEquals(rank(one.get("rank")), actual, one.toString());
        }
    }

    private static OptionalLong rank(JsonNode node) {
        return node.isNull() ? OptionalLong.empty() : OptionalLong.of(node.asLong());
    }

    @Test
    void exceedances_giveReferenceProbabilities() {
        for (JsonNode one : vectors.casesOf("exceedance_binomial_p")) {
            double actual = Intervals.exceedanceProbability(
                    one.get("k").asLong(),
                    one.get("n").asLong(),
                    1 - one.get("q").asDouble());
            vectors.assertNear(one.get("p").asDouble(), actual, one.toString());
        }
    }

    @Test
    void upperBoundOfP95_existsFromSeventyTwoValuesOn() {
        assertEquals(OptionalLong.empty(), Intervals.quantileUpperRank(71, 0.95, 0.025));
        assertEquals(OptionalLong.of(72), Intervals.quantileUpperRank(72, 0.95, 0.025));
        assertEquals(OptionalLong.empty(), Intervals.quantileUpperRank(367, 0.99, 0.025));
        assertEquals(OptionalLong.of(368), Intervals.quantileUpperRank(368, 0.99, 0.025));
    }

    @Test
    void lowerBoundOfLowQuantile_isAbsentWhereNoValueIsSure() {
        assertEquals(OptionalLong.empty(), Intervals.quantileLowerRank(3, 0.05, 0.025));
    }

    @Test
    void criticalCounts_areThoseOfTheLowVolumeRule() {
        long[][] smallest = {{10, 4}, {20, 5}, {30, 6}, {50, 8}, {100, 12}, {200, 19}, {500, 38}, {1000, 68}};
        for (long[] row : smallest) {
            assertTrue(Intervals.exceedanceProbability(row[1], row[0], 1 - 0.95) <= 0.01, row[0] + " calls");
            assertTrue(Intervals.exceedanceProbability(row[1] - 1, row[0], 1 - 0.95) > 0.01, row[0] + " calls");
        }
    }

    @Test
    void exceedanceAtTheEdges_isCertainOrThePowerOfTheRate() {
        assertEquals(1, Intervals.exceedanceProbability(0, 10, 0.05));
        assertEquals(Math.pow(0.05, 10), Intervals.exceedanceProbability(10, 10, 0.05), 1e-22);
        assertEquals(0, Intervals.exceedanceProbability(1, 10, 0));
        assertEquals(1, Intervals.exceedanceProbability(10, 10, 1));
    }

    @Test
    void billionsOfCalls_stayAnswerable() {
        long n = 10_000_000_000L;
        double atTheMean = Intervals.exceedanceProbability(n / 20, n, 0.05);
        assertEquals(0.5, atTheMean, 1e-3);
        assertTrue(Intervals.wilson(0.05, n, CONFIDENCE).width() < 1e-5);
    }

    @Test
    void badArguments_areNamedWithTheirValue() {
        assertMessage("rate = 1.5: expected in [0, 1]", () -> Intervals.wilson(1.5, 3, CONFIDENCE));
        assertMessage("rate = NaN: expected in [0, 1]", () -> Intervals.wilson(Double.NaN, 3, CONFIDENCE));
        assertMessage("n = 0.0: expected above 0", () -> Intervals.wilson(0.5, 0, CONFIDENCE));
        assertMessage("hits = 4: expected in [0, 3]", () -> Intervals.clopperPearson(4, 3, CONFIDENCE));
        assertMessage("trials = 0: expected 1 or more", () -> Intervals.jeffreys(0, 0, CONFIDENCE));
        assertMessage("confidence = 95.0: expected in (0, 1)", () -> Intervals.hajek(1, 1, 5, 95));
        assertMessage("variance = -1.0: expected 0 or more", () -> Intervals.hajek(1, -1, 5, CONFIDENCE));
        assertMessage("q = 1.0: expected in (0, 1)", () -> Intervals.quantileLowerRank(5, 1, 0.05));
    }

    private static void assertMessage(String expected, Runnable call) {
        assertEquals(
                expected,
                assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
