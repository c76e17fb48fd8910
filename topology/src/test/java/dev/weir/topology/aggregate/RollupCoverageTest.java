package dev.weir.topology.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RollupCoverageTest {

    private final RollupCoverage coverage = new RollupCoverage(2);

    @Test
    void nothingIsKnown_untilEveryAwaitedSourceHasSpoken() {
        assertEquals(OptionalLong.empty(), coverage.since("r"));
        assertTrue(coverage.observe(0, List.of("r"), 100));
        assertEquals(OptionalLong.empty(), coverage.since("r"));
        coverage.observe(1, List.of("r"), Long.MAX_VALUE);
        assertEquals(
                OptionalLong.of(RollupCoverage.ALWAYS), coverage.since("r"), "who speaks first has counted nothing");
    }

    @Test
    void rollupThatIsAdded_isCountedSinceTheLatestSourceCountsIt() {
        coverage.observe(0, List.of(), 0);
        coverage.observe(1, List.of(), 0);
        coverage.observe(0, List.of("r"), 100);
        assertEquals(OptionalLong.empty(), coverage.since("r"), "the other one does not count it yet");
        coverage.observe(1, List.of("r"), 250);
        assertEquals(OptionalLong.of(250), coverage.since("r"));
        assertFalse(coverage.observe(0, List.of("r"), 900), "a restart without a change leaves no gap");
        assertEquals(OptionalLong.of(250), coverage.since("r"));
    }

    @Test
    void rollupThatIsRemovedAndAddedAgain_isCountedSinceItCameBack() {
        coverage.observe(0, List.of("r"), 1);
        coverage.observe(1, List.of("r"), 1);
        coverage.observe(0, List.of(), 500);
        assertEquals(OptionalLong.empty(), coverage.since("r"));
        coverage.observe(0, List.of("r"), 900);
        assertEquals(OptionalLong.of(900), coverage.since("r"));
    }

    @Test
    void addedRollup_whoseStartIsUnknown_isNotUsedBeforeItIs() {
        coverage.observe(0, List.of(), Long.MAX_VALUE);
        coverage.observe(1, List.of("r"), Long.MAX_VALUE);
        coverage.observe(0, List.of("r"), Long.MAX_VALUE);
        assertEquals(OptionalLong.empty(), coverage.since("r"));
        coverage.observe(0, List.of("r"), 70);
        assertEquals(OptionalLong.of(70), coverage.since("r"));
    }

    @Test
    void sourceThatIsNotAwaited_countsOnceItHasSpoken() {
        coverage.observe(0, List.of("r"), 1);
        coverage.observe(1, List.of("r"), 1);
        assertEquals(OptionalLong.of(RollupCoverage.ALWAYS), coverage.since("r"));
        coverage.observe(2, List.of(), 1);
        assertEquals(OptionalLong.empty(), coverage.since("r"));
        coverage.observe(2, List.of("r"), 33);
        assertEquals(OptionalLong.of(33), coverage.since("r"));
    }

    @Test
    void writtenAndRead_isTheSame() {
        coverage.observe(0, List.of("a", "b"), 1);
        coverage.observe(1, List.of("a"), 1);
        coverage.observe(1, List.of("a", "b"), -5);
        RollupCoverage again = RollupCoverage.fromBytes(coverage.toBytes());
        assertEquals(Map.of("a", RollupCoverage.ALWAYS, "b", -5L), again.all());
        assertFalse(again.observe(1, List.of("a", "b"), 7));
    }
}
