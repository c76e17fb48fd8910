package dev.weir.topology.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SourceFrontiersTest {

    private static final long ON_THE_WAY = SourceFrontiers.ON_THE_WAY.toMillis();

    private final Set<String> readToEnd = new HashSet<>();
    private final SourceProgress progress = new SourceProgress() {
        @Override
        public boolean isReadToEnd(TopicPartition partition, long lastProcessed) {
            return readToEnd.contains(partition.topic());
        }

        @Override
        public void restart(TopicPartition partition) {
            readToEnd.remove(partition.topic());
        }
    };
    private final SourceFrontiers frontiers = new SourceFrontiers(
            List.of(
                    new Feed.Source("traces", () -> Feed.TRACE_EVENTS),
                    new Feed.Source("spans", () -> Feed.TRACE_EVENTS)),
            progress);

    @BeforeEach
    void open() {
        frontiers.open(3);
    }

    @Test
    void sourceThatHasNotSpoken_holdsEverythingBack() {
        frontiers.read("traces", 0, 1_000);
        assertEquals(SourceFrontiers.UNKNOWN, frontiers.common(5_000));
        frontiers.read("spans", 0, 700);
        assertEquals(700, frontiers.common(5_000));
    }

    @Test
    void silentSourceReadToItsEnd_movesWithTheWallClockAndTheOtherOneDoesNot() {
        frontiers.read("traces", 0, 1_000);
        readToEnd.add("spans");
        assertEquals(1_000, frontiers.common(100_000));
        readToEnd.add("traces");
        assertEquals(100_000 - ON_THE_WAY, frontiers.common(100_000));
    }

    @Test
    void oneSourceThatIsBehind_decides() {
        readToEnd.add("spans");
        frontiers.common(100_000);
        readToEnd.clear();
        frontiers.read("traces", 0, 50_000);
        assertEquals(50_000, frontiers.common(200_000));
        frontiers.read("traces", 1, 150_000);
        assertEquals(100_000 - ON_THE_WAY, frontiers.common(200_000), "the spans were complete up to there");
        assertEquals(150_000, frontiers.arrived());
    }

    @Test
    void earlierArrival_neverMovesBack() {
        frontiers.read("traces", 0, 9_000);
        frontiers.read("traces", 1, 8_000);
        frontiers.read("spans", 0, 9_500);
        assertEquals(9_000, frontiers.common(0));
    }

    @Test
    void endedSource_holdsNothingBack() {
        frontiers.read("traces", 0, 1_000).end();
        assertFalse(frontiers.ended());
        frontiers.read("spans", 0, 400);
        assertEquals(400, frontiers.common(0));
        frontiers.read("spans", 1, 500).end();
        assertTrue(frontiers.ended());
        assertEquals(1_000, frontiers.common(0));
    }

    @Test
    void startingAnew_forgetsWhatWasReadAndNotCommitted() {
        frontiers.read("traces", 0, 1_000).end();
        frontiers.read("spans", 0, 1_000);
        frontiers.open(3);
        assertEquals(SourceFrontiers.UNKNOWN, frontiers.common(9_000));
        assertEquals(SourceFrontiers.UNKNOWN, frontiers.arrived());
        assertFalse(frontiers.ended());
    }

    @Test
    void whatWasReadBeforeTheStart_hadArrivedByTheFurthestThatAnySourceWasReadWhenAllHadSpoken() {
        assertEquals(Long.MAX_VALUE, frontiers.since());
        frontiers.read("traces", 0, 1_000);
        frontiers.common(5_000);
        assertEquals(Long.MAX_VALUE, frontiers.since(), "the spans may have been read to any time");
        readToEnd.add("spans");
        frontiers.common(5_000);
        assertEquals(5_000, frontiers.since());
        frontiers.read("traces", 1, 9_000);
        frontiers.common(10_000);
        assertEquals(5_000, frontiers.since(), "what came later was read by this start");
        frontiers.open(3);
        assertEquals(Long.MAX_VALUE, frontiers.since());
    }

    @Test
    void recordOfAnotherTopic_isADefect() {
        assertThrows(IllegalStateException.class, () -> frontiers.read("others", 0, 0));
    }
}
