package dev.weir.topology.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FrontiersTest {

    @Test
    void onePartitionSilent_commonFrontierIsUnknown() {
        Frontiers frontiers = new Frontiers(2);
        frontiers.observe(0, 100);
        assertFalse(frontiers.isKnown());
        frontiers.observe(1, 50);
        assertTrue(frontiers.isKnown());
        assertEquals(50, frontiers.clock());
    }

    @Test
    void olderFrontier_changesNothing() {
        Frontiers frontiers = new Frontiers(1);
        assertTrue(frontiers.observe(0, 100));
        assertFalse(frontiers.observe(0, 99));
        assertEquals(100, frontiers.clock());
    }

    @Test
    void endedPartition_holdsNothingBack() {
        Frontiers frontiers = new Frontiers(2);
        frontiers.observe(0, 10);
        frontiers.observe(1, 500);
        frontiers.observe(0, Frontiers.ENDED);
        assertEquals(500, frontiers.clock());
        assertFalse(frontiers.allEnded());
        frontiers.observe(1, Frontiers.ENDED);
        assertTrue(frontiers.allEnded());
        assertEquals(500, frontiers.clock());
    }

    @Test
    void endedWithoutARecord_isKnown() {
        Frontiers frontiers = new Frontiers(2);
        frontiers.observe(0, Frontiers.ENDED);
        assertFalse(frontiers.isKnown());
        frontiers.observe(1, 7);
        assertTrue(frontiers.isKnown());
        assertEquals(7, frontiers.clock());
    }

    @Test
    void bytes_areReadBack_andAnotherPartitionCountIsRefused() {
        Frontiers frontiers = new Frontiers(3);
        frontiers.observe(0, -5);
        frontiers.observe(1, Frontiers.ENDED);
        frontiers.observe(2, Long.MAX_VALUE - 1);
        Frontiers read = Frontiers.fromBytes(frontiers.toBytes(), 3);
        assertEquals(frontiers.clock(), read.clock());
        assertEquals(-5, read.clock());
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> Frontiers.fromBytes(frontiers.toBytes(), 4));
        assertTrue(String.valueOf(e.getMessage()).contains("expected 4"), e.getMessage());
    }
}
