package dev.weir.judge.judges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GroundednessTest {

    private static final String QUESTION = "How long may I return the kettle?";
    private static final List<String> DOCUMENTS = List.of(
            "Kettles may be returned within 30 days of delivery. The buyer pays 4.90 euro for the parcel.",
            "Warranty repairs are handled by the workshop in Rotterdam.");

    @Test
    void copiedSentence_isFullyGrounded() {
        assertEquals(1.0, of("Kettles may be returned within 30 days of delivery."), 1e-12);
    }

    @Test
    void wrongNumber_losesMoreThanHalf() {
        double right = of("You have 30 days from delivery.");
        double wrong = of("You have 90 days from delivery.");
        assertEquals(1.0, right, 1e-12);
        assertTrue(wrong < 0.5, () -> "wrong number earns " + wrong);
    }

    @Test
    void inventedName_losesAgainstKnownName() {
        double known = of("Repairs are handled by the workshop in Rotterdam.");
        double invented = of("Repairs are handled by the workshop in Antwerp.");
        assertTrue(known > invented, () -> known + " against " + invented);
    }

    @Test
    void claimsOfTwoDocumentsMixed_areEachSupported() {
        assertEquals(1.0, of("The buyer pays 4.90 euro. Repairs happen in the workshop in Rotterdam."), 0.21);
    }

    @Test
    void strangeAnswer_isNotGrounded() {
        assertEquals(0.0, of("Penguins migrate across Antarctica every winter."), 1e-12);
    }

    @Test
    void numberWrittenOtherwise_isTheSameNumber() {
        assertEquals(
                1.0,
                Groundedness.of("It costs 1,200.50 dollars", "", List.of("costs 1200.5 dollars"))
                        .orElseThrow(),
                1e-12);
    }

    @Test
    void numberOfTheQuestion_isNotNeutral() {
        double echoed = Groundedness.of("Within 60 days.", "Is it 60 days?", List.of("Within 30 days."))
                .orElseThrow();
        assertEquals(0.0, echoed, 1e-12);
    }

    @Test
    void nothingClaimed_hasNoValue() {
        assertEquals(OptionalDouble.empty(), Groundedness.of("Yes, sure! Thank you.", QUESTION, DOCUMENTS));
        assertEquals(OptionalDouble.empty(), Groundedness.of("", QUESTION, DOCUMENTS));
        assertEquals(OptionalDouble.empty(), Groundedness.of("Kettles fly.", QUESTION, List.of()));
    }

    @Test
    void anyMixOfSentences_staysInRangeAndGrowsWithTruth() {
        long seed = 20261121;
        Random random = new Random(seed);
        String truth = "Kettles may be returned within 30 days of delivery.";
        String lie = "Submarines weigh 77 tonnes near Greenland.";
        for (int round = 0; round < 200; round++) {
            List<String> answer = new ArrayList<>();
            int size = 1 + random.nextInt(6);
            for (int i = 0; i < size; i++) {
                answer.add(random.nextBoolean() ? truth : lie);
            }
            double before = of(String.join(" ", answer));
            answer.add(truth);
            double after = of(String.join(" ", answer));
            assertTrue(before >= 0 && after <= 1 && after >= before, "seed " + seed + " round " + round);
        }
    }

    private static double of(String answer) {
        return Groundedness.of(answer, QUESTION, DOCUMENTS).orElseThrow();
    }
}
