package dev.weir.alerting.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.testing.Vectors;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CusumTest {

    @Test
    void referenceVector_sameSumsAndAlarms() {
        JsonNode node = Vectors.cases("12_control_charts", "cusum").get(0);
        double[] x = Vectors.numbers(node.get("x"));
        double[] high = Vectors.numbers(node.get("high_series"));
        Cusum sums = Cusum.ZERO;
        int first = -1;
        int firstAtFour = -1;
        for (int i = 0; i < x.length; i++) {
            sums = sums.add(x[i], x[i], node.get("k").asDouble());
            Vectors.assertClose(high[i], sums.high(), "index " + i);
            first = first < 0 && Math.max(sums.high(), sums.low()) > 5 ? i : first;
            firstAtFour = firstAtFour < 0 && Math.max(sums.high(), sums.low()) > 4 ? i : firstAtFour;
        }
        assertEquals(node.get("first_alarm_index").asInt(), first);
        assertEquals(node.get("first_alarm_index_h4").asInt(), firstAtFour);
        Vectors.assertClose(node.get("low_at_end").asDouble(), sums.low(), "low");
    }

    @Test
    void shiftedMean_averagesSinceTheArmLeftZero() {
        Cusum sums = Cusum.ZERO.add(-3, 100, 0.5).add(2, 10, 0.5).add(2, 20, 0.5);
        assertEquals(15, sums.shiftedMean(true), 1e-12);
        assertEquals(2, sums.highWindows());
    }

    /** Mean run length of one arm against the exact values 335 and 931, 6,000 runs each: standard error 1.3 %. */
    @Test
    void noShift_runLengthMatchesTheory() {
        long seed = 77;
        assertEquals(335, meanRunLength(4, seed), 335 * 0.05, "seed " + seed);
        assertEquals(931, meanRunLength(5, seed), 931 * 0.05, "seed " + seed);
    }

    private static double meanRunLength(double h, long seed) {
        Random random = new Random(seed);
        int runs = 6_000;
        long windows = 0;
        for (int run = 0; run < runs; run++) {
            Cusum sums = Cusum.ZERO;
            while (sums.high() <= h) {
                sums = sums.add(random.nextGaussian(), 0, 0.5);
                windows++;
            }
        }
        return (double) windows / runs;
    }
}
