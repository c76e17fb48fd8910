package dev.weir.topology.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Restatements, and what they change of the windows of rollups. */
class RestatingMergeTest extends MergeFixture {

    @Test
    void restatement_ofTheSameCallsIsPublished_andOneOfOthersChangesNothing() throws IOException {
        start(RESTATE);
        batch(null, new Part("a", T0, 1), new Part("a", T0, 2));
        restate("a", 2, 30);
        frontiers(2 * MINUTE);
        assertTrue(forwarded().contains("a 0 r0 2/3"), "the window was open");

        restate("a", 3, 30);
        restate("b", 2, 30);
        restate("a", 2, 3);
        assertEquals(List.of(), forwarded());
        restate("a", 2, 30);
        assertEquals(List.of("adjust all 0 0/27", "a 0 r1 2/30"), forwarded(), "and its rollup is told by how much");
    }

    @Test
    void adjustment_changesTheClosedWindowOfARollup_andNoOther() throws IOException {
        start(RESTATE);
        batch(null, new Part(ALL, T0, 5), new Part(ALL, T0 + 5 * MINUTE, 6));
        counting(2 * MINUTE, 0);
        forwarded();

        adjust(0, 10);
        assertEquals(List.of("all 0 r1 1/15"), forwarded());
        adjust(5, 20);
        adjust(1, 40);
        counting(7 * MINUTE, 0);
        assertEquals(List.of("all 5 r0 1/6", "progress 420000 360000"), forwarded(), "one was open, and none is made");
    }

    @Test
    void adjustmentOfAKeyBeyondTheLimit_changesTheWindowThatTakesIt() throws IOException {
        start(RESTATE, 0);
        batch(null, new Part(ALL, T0, 5));
        counting(2 * MINUTE, 0);
        forwarded();

        adjust(0, 10);
        assertEquals(List.of("~other0 0 r1 1/15"), forwarded());
    }

    @Test
    void adjustmentOfAWindowThatWasCountedInPart_changesNothing() throws IOException {
        start(RESTATE);
        frontiers(MINUTE);
        batch(null, new Part(ALL, T0, 5), new Part(ALL, T0 + MINUTE, 6));
        adjust(0, 10);
        counting(3 * MINUTE, 30_000);
        assertTrue(forwarded().containsAll(List.of("all 0 r0 1/5", "all 1 r0 1/6")));

        adjust(0, 10);
        assertEquals(List.of(), forwarded(), "calls of its first half minute are not in it");
        adjust(1, 10);
        assertEquals(List.of("all 1 r1 1/16"), forwarded());
    }
}
