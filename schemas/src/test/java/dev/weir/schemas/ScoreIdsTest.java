package dev.weir.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class ScoreIdsTest {

    @Test
    void idOfAJudgement_isTheHashOfItsParts() {
        // SHA-256 of "trace-1 U+001F span-1 U+001F rules U+001F rules-1 U+001F ", computed with another program.
        assertEquals(
                "7171b00a0008042d9e85310b284fd90a0df01007fd93b568545518f54d36c702",
                ScoreIds.ofJudgement("trace-1", "span-1", "rules", "rules-1", null));
    }

    @Test
    void id_changesWithEveryPart() {
        String id = ScoreIds.ofJudgement("t", "s", "a", "b", "c");
        assertNotEquals(id, ScoreIds.ofJudgement("t2", "s", "a", "b", "c"));
        assertNotEquals(id, ScoreIds.ofJudgement("t", "s2", "a", "b", "c"));
        assertNotEquals(id, ScoreIds.ofJudgement("t", "s", "ab", "", "c"));
        assertNotEquals(id, ScoreIds.ofJudgement("t", "s", "a", "b", null));
        assertNotEquals(id, ScoreIds.ofObservation("t", "s", "a", "b", "c"));
        assertNotEquals(
                ScoreIds.ofObservation("t", "s", "a", "b", "c"), ScoreIds.ofObservation("t", "s", "a", "b", "d"));
    }
}
