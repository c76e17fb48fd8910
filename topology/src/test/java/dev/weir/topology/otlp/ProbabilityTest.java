package dev.weir.topology.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.weir.topology.otlp.span.Repair;
import dev.weir.topology.otlp.span.Repairs;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Probabilities of the examples in OpenTelemetry's handling of trace state, and of what it forbids. */
class ProbabilityTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ot=th:0 | 1",
                "ot=th:8 | 0.5",
                "ot=th:c | 0.25",
                "ot=th:f | 0.0625",
                "ot=th:fd70a3d70a3d7 | 0.01",
                "ot=rv:6e6d1a75832a2f;th:c | 0.25",
                "rojo=1, ot=th:C ,congo=2 | 0.25",
                "ot=th:ffffffffffffff | 1.3877787807814457E-17"
            })
    void threshold_givesTheProbability(String state, double probability) {
        Repairs repairs = new Repairs();

        assertEquals(probability, Objects.requireNonNull(Probability.of(state, null, repairs)), probability * 1e-12);
        assertEquals(Set.of(), repairs.noted());
    }

    @ParameterizedTest
    @CsvSource({"ot=th:", "ot=th:xyz", "ot=th:fffffffffffffff", "ot=th:-1"})
    void thresholdThatCannotBe_isAbsentAndCounted(String state) {
        Repairs repairs = new Repairs();

        assertNull(Probability.of(state, null, repairs));
        assertEquals(Set.of(Repair.PROBABILITY_UNREADABLE, Repair.PROBABILITY_ASSUMED), repairs.noted());
    }

    @ParameterizedTest
    @CsvSource({"''", "ot=rv:6e6d1a75832a2f", "other=th:8", "ot=p:8"})
    void noThreshold_isAssumedAndCounted(String state) {
        Repairs repairs = new Repairs();

        assertNull(Probability.of(state, null, repairs));
        assertEquals(Set.of(Repair.PROBABILITY_ASSUMED), repairs.noted());
    }

    @Test
    void choiceOfTheProducer_isMultipliedIn() {
        assertEquals(0.125, Probability.of("ot=th:c", 0.5, new Repairs()));
        assertEquals(0.5, Probability.of("", 0.5, new Repairs()));
    }

    @ParameterizedTest
    @CsvSource({"0", "-0.5", "1.01"})
    void choiceThatIsNoProbability_isAbsentAndCounted(double chosen) {
        Repairs repairs = new Repairs();

        assertEquals(0.25, Probability.of("ot=th:c", chosen, repairs));
        assertEquals(Set.of(Repair.PROBABILITY_UNREADABLE), repairs.noted());
    }
}
