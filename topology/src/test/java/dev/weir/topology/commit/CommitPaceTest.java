package dev.weir.topology.commit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CommitPaceTest {

    private static final long NOW = 1_800_000_000_000L;
    private static final long PROMPT = CommitPace.PROMPT.toMillis();
    private static final long OF_NOW = CommitPace.OF_NOW.toMillis();

    private final CommitPace pace = new CommitPace();

    @Test
    void nothingRead_isNotDue() {
        assertFalse(pace.isDue(NOW));
    }

    @Test
    void arrivalsOfNow_areDueOnceAPace() {
        pace.saw(NOW - 20);
        assertTrue(pace.isDue(NOW));
        pace.committed(NOW);
        assertFalse(pace.isDue(NOW + 10));
        assertFalse(pace.isDue(NOW + PROMPT - 1));
        assertTrue(pace.isDue(NOW + PROMPT));
    }

    @Test
    void slowCommit_isFollowedByALongerPace() {
        pace.saw(NOW);
        pace.committed(NOW);
        assertFalse(pace.isDue(NOW + 500)); // it took as long
        assertFalse(pace.isDue(NOW + 500 * CommitPace.SHARE - 1));
        assertTrue(pace.isDue(NOW + 500 * CommitPace.SHARE));
        pace.committed(NOW + 2_000);
        assertFalse(pace.isDue(NOW + 2_010));
        assertTrue(pace.isDue(NOW + 2_000 + PROMPT));
    }

    @Test
    void backlog_waitsForTheInterval() {
        pace.saw(NOW - OF_NOW - 1);
        assertFalse(pace.isDue(NOW));
        pace.saw(NOW - OF_NOW);
        assertTrue(pace.isDue(NOW));
        assertFalse(pace.isDue(NOW + 1));
    }

    @Test
    void arrivalsOfAnotherYear_waitForTheInterval() {
        pace.saw(NOW + OF_NOW + 1);
        assertFalse(pace.isDue(NOW));
    }

    @Test
    void cleared_isAsNew() {
        pace.saw(NOW);
        pace.clear();
        assertFalse(pace.isDue(NOW));
    }
}
