package dev.weir.topology.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a merge publishes, takes back and remembers. */
class MergeWindowsTest extends MergeFixture {

    @Test
    void windowsClose_whenEverySourceHasBeenReadPastTheirGrace() throws IOException {
        start(APPEND);
        batch(
                new Routed.Frontier(0, T0 + 2 * MINUTE, false),
                new Part("a", T0, 1),
                new Part("a", T0 + 1, 2),
                new Part("b", T0 + MINUTE, 4));
        assertEquals(List.of(), forwarded(), "the other source has not been heard of");

        batch(new Routed.Frontier(1, T0 + 2 * MINUTE - 1, false), new Part("a", T0 + 2, 8));
        assertEquals(List.of("progress 119999 59999"), forwarded(), "a millisecond is missing");

        batch(new Routed.Frontier(1, T0 + 2 * MINUTE, false));
        assertEquals(List.of("a 0 r0 3/11", "progress 120000 60000"), forwarded());
        step().pass(Duration.ofSeconds(1));
        assertEquals(List.of(), forwarded(), "nothing is said twice");
    }

    @Test
    void latePartial_isACorrection() throws IOException {
        start(APPEND);
        batch(null, new Part("a", T0, 1));
        frontiers(2 * MINUTE);
        forwarded();

        batch(null, new Part("a", T0, 2));
        assertEquals(List.of("a 0 r1 2/3"), forwarded());
    }

    @Test
    void endOfEverySource_closesWhatIsOpen_andSaysSo() throws IOException {
        start(APPEND);
        batch(new Routed.Frontier(0, T0 + 1, true), new Part("a", T0, 1));
        batch(new Routed.Frontier(1, T0 + 2, true));

        assertEquals(List.of("a 0 r0 1/1", "progress 2 -59998 ended"), forwarded());
    }

    @Test
    void keysBeyondTheLimit_shareTheOverflowKey_alsoAfterARestart() throws IOException {
        start(APPEND, 2);
        batch(null, new Part("a", T0, 1), new Part("b", T0, 2), new Part("c", T0, 4));
        step().reopen();
        batch(null, new Part("d", T0, 8), new Part("a", T0, 16), new Part("c", T0, 32));
        frontiers(2 * MINUTE);

        List<String> windows = forwarded();
        assertTrue(windows.containsAll(List.of("a 0 r0 2/17", "b 0 r0 1/2", "~other0 0 r0 3/44")), windows.toString());
    }

    @Test
    void crash_takesBackWhatWasNotCommitted_andGoesOnFromTheRest() throws IOException {
        start(APPEND);
        batch(new Routed.Frontier(0, T0 + 2 * MINUTE, false), new Part("a", T0, 1));
        Routed.Batch batch = new Routed.Batch();
        batch.add("a", T0, SumAggregate.of(2));
        byte[] whole = batch.close(new Routed.Frontier(1, T0 + 2 * MINUTE, false), List.of());
        byte[] torn = Arrays.copyOf(whole, whole.length - 1);
        assertThrows(RuntimeException.class, () -> pipe(KeyPartitioner.toPartition(0), torn));
        assertEquals(List.of(), forwarded(), "its partial is in memory, and no more");

        step().reopen();
        pipe(KeyPartitioner.toPartition(0), whole);
        assertEquals(List.of("a 0 r0 2/3", "progress 120000 60000"), forwarded());
    }

    @Test
    void newestOfAnId_replacesTheOthers_andTheSameAgainCorrectsNothing() throws IOException {
        start(REPLACE);
        score("a", "1", 40);
        score("a", "2", 10);
        frontiers(2 * MINUTE);
        assertTrue(forwarded().contains("a 0 r0 2/50"));

        score("a", "1", 40);
        assertEquals(List.of(), forwarded(), "the window says it already");
        score("a", "1", 45);
        assertEquals(List.of("a 0 r1 2/55"), forwarded());
        assertEquals(Map.of("repeated", 1L, "replaced", 1L), step().counters("counters"));
    }

    @Test
    void scoreOfAForgottenWindow_isCountedAsTooLate() throws IOException {
        start(REPLACE);
        frontiers(RETENTION.toMillis());
        score("a", "1", 40);
        frontiers(RETENTION.toMillis() + 2 * MINUTE);

        assertTrue(forwarded().stream().noneMatch(said -> said.startsWith("a ")));
        assertEquals(Map.of("too-late", 1L), step().counters("counters"));
        assertEquals(0, step().entries("ledger"));
    }

    @Test
    void windowsThatAreReplaced_waitAfterTheEndOfARecording_forScoresThatStillCome() throws IOException {
        start(REPLACE);
        score("a", "1", 40);
        batch(new Routed.Frontier(0, T0 + 1, true));
        batch(new Routed.Frontier(1, T0 + 1, true));
        step().pass(MergeWindows.DRAINED_AFTER.minusMillis(500));
        score("a", "2", 2);
        step().pass(MergeWindows.DRAINED_AFTER.minusMillis(500));
        assertTrue(forwarded().stream().noneMatch(said -> said.startsWith("a ")), "the last score is of just now");

        step().pass(Duration.ofSeconds(1));
        assertEquals(List.of("a 0 r0 2/42", "progress 1 -59999 ended"), forwarded());
    }

    @Test
    void whatAKindDoesNotTake_isADefect() throws IOException {
        start(APPEND);
        assertThrows(RuntimeException.class, () -> score("a", "1", 40));
        step().reopen();
        assertThrows(RuntimeException.class, () -> restate("a", 2, 30));
        step().reopen();
        assertThrows(RuntimeException.class, () -> pipe("a", new byte[] {99}));
    }
}
