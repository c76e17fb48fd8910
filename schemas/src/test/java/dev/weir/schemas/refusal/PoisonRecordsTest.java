package dev.weir.schemas.refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.headers.DeadLetterHeaders.Origin;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoisonRecordsTest {

    private static final Origin ORIGIN = new Origin("weir.traces", 1, 7);

    private final PoisonRecords poisons =
            new PoisonRecords(failure -> !(failure instanceof UnsupportedOperationException));

    @Test
    void recordThatFailedTwice_isHeld_andItsRefusalNamesTheDefectAndNoMessage() {
        poisons.failed(ORIGIN, new IllegalStateException("a secret"));
        assertFalse(poisons.holds(ORIGIN));
        poisons.failed(ORIGIN, new IllegalStateException("a secret"));

        assertTrue(poisons.holds(ORIGIN));
        assertFalse(poisons.holds(new Origin("weir.traces", 1, 8)));
        RefusedRecordException refusal = poisons.refusal(ORIGIN, false);
        assertEquals(PoisonRecords.Reason.ENDED_ITS_TASK, refusal.refusal().reason());
        String message = refusal.refusal().message();
        assertTrue(message.startsWith("twice, with IllegalStateException at dev.weir."), message);
        assertFalse(message.contains("secret"), message);
        assertEquals(1, poisons.refused());
    }

    @Test
    void failureOfSomethingElse_isNotTheRecords() {
        for (int i = 0; i < 5; i++) {
            UnsupportedOperationException outage = new UnsupportedOperationException();
            poisons.failed(ORIGIN, outage);
            poisons.commitFailed("0_1", 10, outage);
            assertFalse(poisons.tookNoteOf(outage));
        }

        assertTrue(poisons.isEmpty());
        assertFalse(poisons.holds(ORIGIN));
        assertEquals(0, poisons.suspectFor("0_1"));
    }

    @Test
    void taskThatCouldNotCommit_isASuspectOnce() {
        IllegalStateException defect = new IllegalStateException();
        poisons.commitFailed("0_1", 10, new RuntimeException(defect));

        assertTrue(poisons.tookNoteOf(new RuntimeException(new RuntimeException(defect))));
        assertEquals(0, poisons.suspectFor("0_2"));
        assertEquals(10, poisons.suspectFor("0_1"));
        assertEquals(0, poisons.suspectFor("0_1"));
    }

    @Test
    void moreRecordsThanAreRemembered_forgetTheOldest() {
        for (int i = 0; i <= PoisonRecords.MOST_RECORDS; i++) {
            Origin one = new Origin("weir.traces", 0, i);
            poisons.failed(one, new IllegalStateException());
            poisons.failed(one, new IllegalStateException());
        }

        assertFalse(poisons.holds(new Origin("weir.traces", 0, 0)));
        assertTrue(poisons.holds(new Origin("weir.traces", 0, PoisonRecords.MOST_RECORDS)));
    }

    @Test
    void defect_isNewOnce() {
        int fresh = 0;
        for (int i = 0; i < 10; i++) {
            fresh += poisons.isNew(new IllegalStateException("message " + i)) ? 1 : 0;
        }

        assertEquals(1, fresh);
    }

    @Test
    void settingsWithout_rememberNothing() {
        PoisonRecords none = PoisonRecords.of(Map.of());
        none.failed(ORIGIN, new IllegalStateException());
        none.failed(ORIGIN, new IllegalStateException());

        assertFalse(none.holds(ORIGIN));
        assertEquals(poisons, PoisonRecords.of(Map.of(PoisonRecords.SETTING, poisons)));
    }
}
