package dev.weir.schemas.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.avro.Scale;
import dev.weir.schemas.testing.Vectors;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class WeightedSumsVectorTest {

    private static final int UNITS = 1000;

    private final Vectors vectors;

    WeightedSumsVectorTest() throws IOException {
        vectors = Vectors.read("03_ht_hajek");
    }

    @Test
    void samples_giveReferenceMeansVariancesAndInterval() {
        for (JsonNode one : vectors.casesOf("")) {
            Moments moments = sums(one).moments();
            String what = "y = " + one.get("y");
            double mean = moments.mean().orElseThrow();
            double variance = moments.variance().orElseThrow();
            double nEff = moments.nEff().orElseThrow();
            long population = one.get("N_known").asLong();

            vectors.assertNear(one.get("hajek_mean").asDouble(), mean, what);
            vectors.assertNear(one.get("n_eff").asDouble(), nEff, what);
            vectors.assertNear(one.get("var_super").asDouble(), variance, what);
            vectors.assertNear(
                    one.get("var_finite").asDouble(), moments.varianceFinite().orElseThrow(), what);
            vectors.assertNear(one.get("ht_total").asDouble(), moments.total(), what);
            vectors.assertNear(one.get("ht_mean").asDouble(), moments.meanOf(population), what);
            vectors.assertNear(one.get("ht_var_finite").asDouble(), moments.varianceOf(population), what);
            vectors.assertNear(
                    one.get("ci_t_super"), Intervals.hajek(mean, variance, nEff, Intervals.CONFIDENCE), what);
            if (one.has("wilson_neff")) {
                vectors.assertNear(one.get("wilson_neff"), Intervals.wilson(mean, nEff, Intervals.CONFIDENCE), what);
            }
        }
    }

    @Test
    void sums_areTheReferenceStatistics() {
        for (JsonNode one : vectors.casesOf("")) {
            JsonNode stats = one.get("stats");
            Sums sums = sumsOf(one);
            assertEquals(stats.get("n").asLong(), sums.n());
            vectors.assertNear(stats.get("Sw").asDouble(), sums.w(), "Sw");
            vectors.assertNear(stats.get("Sww").asDouble(), sums.ww(), "Sww");
            vectors.assertNear(stats.get("Swy").asDouble(), sums.wd() / 1e3, "Swy");
            vectors.assertNear(stats.get("Swyy").asDouble(), sums.wdd() / 1e6, "Swyy");
            vectors.assertNear(stats.get("Swwy").asDouble(), sums.wwd() / 1e3, "Swwy");
            vectors.assertNear(stats.get("Swwyy").asDouble(), sums.wwdd() / 1e6, "Swwyy");
        }
    }

    @Test
    void mergedHalves_equalTheWhole() {
        for (JsonNode one : vectors.casesOf("merge")) {
            Sums merged = published(one.get("left")).plus(published(one.get("right")));
            JsonNode whole =
                    vectors.casesOf("").get(one.get("expect_same_as_case").asInt());

            assertEquals(sumsOf(whole), merged);
            Moments moments = new Moments(merged, grid(one.get("centre").asInt()));
            vectors.assertNear(
                    one.get("merged_hajek").asDouble(), moments.mean().orElseThrow(), "merged mean");
        }
    }

    @Test
    void rateChangedMidWindow_leavesTheMeanRight() throws IOException {
        Vectors changed = Vectors.read("24_rate_change_mid_window");
        JsonNode one = changed.casesOf("").get(0);
        WeightedSums sums = WeightedSums.of(Scale.SCORE);
        double unweighted = 0;
        for (int i = 0; i < one.get("y").size(); i++) {
            double y = one.get("y").get(i).asDouble();
            sums.add(Math.round(1 / one.get("pi").get(i).asDouble()), (int) Math.round(10 * y));
            unweighted += y / one.get("y").size();
        }
        changed.assertNear(one.get("hajek").asDouble(), sums.moments().mean().orElseThrow(), "weighted");
        changed.assertNear(one.get("unweighted_wrong").asDouble(), unweighted, "unweighted");
    }

    private static WeightedSums sums(JsonNode one) {
        ValueGrid grid = grid(one.get("centre").asInt());
        WeightedSums sums = WeightedSums.onGrid(Scale.SCORE, grid);
        forEach(one, sums::add);
        return sums;
    }

    private static Sums sumsOf(JsonNode one) {
        ValueGrid grid = grid(one.get("centre").asInt());
        Sums[] result = {Sums.ZERO};
        forEach(one, (weight, units) -> result[0] = result[0].plus(Sums.ofOne(weight, (long) units - grid.centre())));
        return result[0];
    }

    private static Sums published(JsonNode stats) {
        return new Sums(
                stats.get("n").asLong(),
                stats.get("Sw").asLong(),
                stats.get("Sww").asLong(),
                Math.round(stats.get("Swy").asDouble() * 1e3),
                Math.round(stats.get("Swyy").asDouble() * 1e6),
                Math.round(stats.get("Swwy").asDouble() * 1e3),
                Math.round(stats.get("Swwyy").asDouble() * 1e6));
    }

    private static ValueGrid grid(int centrePoints) {
        return new ValueGrid(UNITS, UNITS * centrePoints, 0, 10 * UNITS, 1);
    }

    private static void forEach(JsonNode one, Judgement taker) {
        for (int i = 0; i < one.get("y").size(); i++) {
            long weight = Math.round(1 / one.get("pi").get(i).asDouble());
            taker.take(weight, (int) Math.round(one.get("y").get(i).asDouble() * UNITS));
        }
    }

    private interface Judgement {
        void take(long weight, int units);
    }
}
