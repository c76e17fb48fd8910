package dev.weir.topology.commit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CommitPaceTest {

    private static final long NOW = 1_800_000_000_000L;
    private static final long PROMPT = CommitPace.PROMPT.toMillis();
    private static final long UNREAD = CommitPace.UNREAD.toMillis();
    private static final long AWAITED = CommitPace.AWAITED.toMillis();
    private static final long OF_NOW = CommitPace.OF_NOW.toMillis();

    private final CommitPace pace = new CommitPace();

    @Test
    void nothingRead_isNotDue() {
        assertFalse(pace.isDue(NOW, true));
        pace.saw(NOW);
        pace.committed(NOW);
        assertFalse(pace.isDue(NOW + UNREAD, true), "nothing since the last commit");
    }

    @Test
    void arrivalsOfNow_areDueOnceAPace_thatIsShorterWhileSomebodyReads() {
        pace.saw(NOW - 20);
        assertTrue(pace.isDue(NOW, false));
        pace.committed(NOW);
        pace.saw(NOW);
        assertFalse(pace.isDue(NOW + 10, true));
        assertFalse(pace.isDue(NOW + PROMPT - 1, true));
        assertTrue(pace.isDue(NOW + PROMPT, true));
        assertFalse(pace.isDue(NOW + UNREAD - 1, false));
        assertTrue(pace.isDue(NOW + UNREAD, false));
    }

    @Test
    void awaitedFrontier_isDueSoon_alsoWhereNothingIsRead() {
        pace.committed(NOW);
        pace.isDue(NOW, false);
        pace.awaits(NOW);
        assertFalse(pace.isDue(NOW + AWAITED - 1, false));
        assertTrue(pace.isDue(NOW + AWAITED, false));
        pace.committed(NOW + AWAITED);
        assertFalse(pace.isDue(NOW + PROMPT + AWAITED, true), "it was said");
    }

    @Test
    void awaitedFrontierOfABacklog_waitsForTheInterval() {
        pace.awaits(NOW - OF_NOW - 1);
        assertFalse(pace.isDue(NOW, true));
    }

    @Test
    void slowCommit_isFollowedByALongerPace() {
        pace.committed(NOW);
        pace.saw(NOW + 500);
        assertFalse(pace.isDue(NOW + 500, true)); // it took as long
        assertFalse(pace.isDue(NOW + 500 * CommitPace.SHARE - 1, true));
        assertTrue(pace.isDue(NOW + 500 * CommitPace.SHARE, true));
        pace.committed(NOW + 2_000);
        pace.saw(NOW + 2_000);
        assertFalse(pace.isDue(NOW + 2_010, true));
        assertTrue(pace.isDue(NOW + 2_000 + PROMPT, true));
    }

    @Test
    void backlog_waitsForTheInterval() {
        pace.saw(NOW - OF_NOW - 1);
        assertFalse(pace.isDue(NOW, true));
        pace.saw(NOW - OF_NOW);
        assertTrue(pace.isDue(NOW, true));
        assertFalse(pace.isDue(NOW + 1, true));
    }

    @Test
    void arrivalsOfAnotherYear_waitForTheInterval() {
        pace.saw(NOW + OF_NOW + 1);
        assertFalse(pace.isDue(NOW, true));
    }

    @Test
    void cleared_isAsNew() {
        pace.saw(NOW);
        pace.awaits(NOW);
        pace.clear();
        assertFalse(pace.isDue(NOW, true));
    }

    @Test
    void readers_areThereForAWhileAfterTheyHaveRead() {
        Readers readers = new Readers();
        assertFalse(readers.areThere(NOW));
        readers.read(NOW);
        assertTrue(readers.areThere(NOW + Readers.PRESENT.toMillis() - 1));
        assertFalse(readers.areThere(NOW + Readers.PRESENT.toMillis()));
    }
}
