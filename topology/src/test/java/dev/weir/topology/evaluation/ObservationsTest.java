package dev.weir.topology.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ObservationsTest {

    @Test
    void weight_onlyForRatesOfAWholeWeight() {
        assertEquals(1, Observations.weight(1.0, 1.0));
        assertEquals(3, Observations.weight(0.0, 1 / 3.0));
        assertEquals(10_000, Observations.weight(1.0, 0.0001));
        assertEquals(200_000, Observations.weight(1.0, 0.000005));
        assertEquals(0, Observations.weight(1.0, null), "no probability");
        assertEquals(0, Observations.weight(null, 0.5), "no value");
        assertEquals(0, Observations.weight(0.5, 0.5), "a value on a scale that is not known");
        assertEquals(0, Observations.weight(1.0, 0.333), "no whole weight");
        assertEquals(0, Observations.weight(1.0, 0.000004), "a weight beyond the largest");
        assertEquals(0, Observations.weight(1.0, Double.MIN_VALUE));
    }
}
