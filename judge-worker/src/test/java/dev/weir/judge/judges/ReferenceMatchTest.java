package dev.weir.judge.judges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReferenceMatchTest {

    @Test
    void sameWordsOtherCaseAndPunctuation_matchExactly() {
        assertTrue(ReferenceMatch.exact("The Eiffel Tower, Paris.", "the eiffel tower paris"));
        assertEquals(1.0, ReferenceMatch.of("The Eiffel Tower, Paris.", "the eiffel tower paris"));
        assertFalse(ReferenceMatch.exact("Paris", "Lyon"));
    }

    @Test
    void f1_equalsTheFormula() {
        // Common 2 of 3 and 4 tokens: 2*2/(3+4).
        assertEquals(4.0 / 7, ReferenceMatch.f1(List.of("a1", "b1", "c1"), List.of("a1", "b1", "d1", "e1")), 1e-12);
        assertEquals(2.0 / 4, ReferenceMatch.f1(List.of("a", "a", "a"), List.of("a")), 1e-12);
    }

    @Test
    void editSimilarity_equalsTheFormula() {
        assertEquals(1 - 1.0 / 3, ReferenceMatch.editSimilarity(List.of("a", "b", "c"), List.of("a", "x", "c")), 1e-12);
        assertEquals(1 - 2.0 / 4, ReferenceMatch.editSimilarity(List.of("a", "b"), List.of("a", "b", "c", "d")), 1e-12);
    }

    @Test
    void shortReferenceInsideLongAnswer_isFound() {
        assertEquals(0.9, ReferenceMatch.of("After some thought the answer must be 42, as everybody knows.", "42"));
        assertTrue(ReferenceMatch.of("After some thought the answer must be 41, as everybody knows.", "42") < 0.1);
    }

    @Test
    void emptySides_areDecided() {
        assertEquals(1.0, ReferenceMatch.of("", ""));
        assertEquals(0.0, ReferenceMatch.of("", "x y"));
        assertEquals(0.0, ReferenceMatch.of("x y", ""));
    }

    @Test
    void anyPair_isSymmetricInEditsAndInRange() {
        long seed = 4;
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<String> a = words(random);
            List<String> b = words(random);
            double ab = ReferenceMatch.editSimilarity(a, b);
            String where = "seed " + seed + " round " + round;
            assertEquals(ab, ReferenceMatch.editSimilarity(b, a), 1e-12, where);
            assertTrue(ab >= 0 && ab <= 1, where);
            assertEquals(a.equals(b), ab == 1, where);
            assertEquals(ReferenceMatch.f1(a, b), ReferenceMatch.f1(b, a), 1e-12, where);
        }
    }

    private static List<String> words(Random random) {
        return random.ints(1 + random.nextInt(7), 0, 3).mapToObj(i -> "w" + i).toList();
    }
}
