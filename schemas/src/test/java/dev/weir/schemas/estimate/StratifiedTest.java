package dev.weir.schemas.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.schemas.estimate.Stratified.Stratum;
import dev.weir.schemas.testing.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StratifiedTest {

    @Test
    void routesOfUnequalTraffic_giveTheReferenceMean() throws IOException {
        Vectors vectors = Vectors.read("03_ht_hajek");
        for (JsonNode one : vectors.casesOf("stratified_total")) {
            List<Stratum> strata = new ArrayList<>();
            one.get("strata")
                    .forEach(stratum -> strata.add(new Stratum(
                            stratum.get("N").asLong(),
                            stratum.get("mean").asDouble(),
                            stratum.get("var").asDouble())));
            Stratified combined = Stratified.of(strata);
            vectors.assertNear(one.get("mean").asDouble(), combined.mean(), "mean");
            vectors.assertNear(one.get("var").asDouble(), combined.variance(), "variance");
            vectors.assertNear(one.get("ci95"), combined.interval(Intervals.CONFIDENCE), "interval");
        }
    }

    @Test
    void oneStratum_isItself() {
        assertEquals(new Stratified(7.5, 0.2, 9), Stratified.of(List.of(new Stratum(9, 7.5, 0.2))));
    }

    @Test
    void strataWithoutCalls_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> Stratified.of(List.of()));
        assertThrows(IllegalArgumentException.class, () -> Stratified.of(List.of(new Stratum(0, 7, 1))));
        assertThrows(IllegalArgumentException.class, () -> Stratified.of(List.of(new Stratum(1, 7, Double.NaN))));
    }
}
