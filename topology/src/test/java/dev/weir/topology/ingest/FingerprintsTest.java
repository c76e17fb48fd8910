package dev.weir.topology.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.schemas.headers.RecordLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintsTest {

    private static final long WINDOW = Duration.ofMinutes(8).toMillis();
    private static final int PLENTY = 10_000_000;

    private static Fingerprints upTo(int maxEntries) {
        return new Fingerprints(new DuplicatesConfig(Duration.ofMillis(WINDOW), maxEntries));
    }

    /** 64 mixed bits of a call: the output function of SplitMix64. */
    private static long hash(int call) {
        long z = (call + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    @Test
    void manyCallsBetweenTwoCommits_areBatchesThatFitIntoARecord() {
        int calls = 3 * Fingerprints.MOST_IN_A_BATCH + 1;
        Fingerprints fingerprints = upTo(PLENTY);
        for (int i = 0; i < calls; i++) {
            fingerprints.remember(hash(i), WINDOW);
        }
        List<Map.Entry<Long, byte[]>> stored = new ArrayList<>();
        fingerprints.drain((generation, batch) -> stored.add(Map.entry(generation, batch)));

        assertEquals(4, stored.size());
        Fingerprints restored = upTo(PLENTY);
        for (Map.Entry<Long, byte[]> batch : stored) {
            assertTrue(batch.getValue().length < RecordLimit.MOST_BYTES);
            restored.restore(batch.getKey(), batch.getValue());
        }
        assertEquals(fingerprints.size(), restored.size());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void callSentAgain_isKnownWithinTheWindow_andNewWellAfterIt_throughRestarts(long seed) {
        Random random = new Random(seed);
        Fingerprints fingerprints = upTo(PLENTY);
        List<Map.Entry<Long, byte[]>> stored = new ArrayList<>();
        Map<Integer, Long> counted = new HashMap<>();
        long now = 1_760_000_000_000L;
        int known = 0;
        int again = 0;
        for (int i = 0; i < 200_000; i++) {
            now += random.nextInt(30);
            int call = random.nextInt(60_000);
            Long before = counted.get(call);
            boolean found = fingerprints.remember(hash(call), now);
            if (before == null) {
                assertFalse(found, "seed " + seed + ": a new call taken for a known one");
            } else if (now - before <= WINDOW) {
                assertTrue(found, "seed " + seed + ": forgotten after " + (now - before) + " ms");
                known++;
            } else if (now - before > WINDOW * 9 / 8) {
                assertFalse(found, "seed " + seed + ": still known after " + (now - before) + " ms");
                again++;
            }
            if (!found) {
                counted.put(call, now);
            }
            if (random.nextInt(5_000) == 0) {
                fingerprints.drain((generation, batch) -> stored.add(Map.entry(generation, batch)));
                assertTrue(fingerprints.isDrained());
                fingerprints = upTo(PLENTY);
                for (Map.Entry<Long, byte[]> batch : stored) {
                    fingerprints.restore(batch.getKey(), batch.getValue());
                }
            }
        }
        assertTrue(known > 10_000 && again > 1_000, known + " known, " + again + " again");
        assertEquals(0, fingerprints.takeForgottenEarly());
    }

    @Test
    void newCalls_areNeverTakenForKnownOnes_amongTwoMillion() {
        Fingerprints fingerprints = upTo(PLENTY);
        int wrong = 0;
        for (int i = 0; i < 2_000_000; i++) {
            wrong += fingerprints.remember(hash(i), i / 10) ? 1 : 0;
        }
        assertEquals(0, wrong, "expected one in " + (1L << 48) / 1_000_000 + " calls");
        assertTrue(fingerprints.tableBytes() <= 34 * 1024 * 1024, fingerprints.tableBytes() + " bytes");
    }

    @Test
    void tooManyCalls_forgetTheOldestFirst_andAreCounted() {
        Fingerprints fingerprints = upTo(1_000);
        for (int i = 0; i < 5_000; i++) {
            fingerprints.remember(hash(i), i * 100L);
            assertTrue(fingerprints.size() <= 1_000);
        }
        long forgotten = fingerprints.takeForgottenEarly();
        assertEquals(5_000 - fingerprints.size(), forgotten);
        assertTrue(fingerprints.remember(hash(4_999), 500_000), "the newest is known");
        assertFalse(fingerprints.remember(hash(0), 500_000), "the oldest is not");
    }

    @Test
    void table_neverOutgrowsItsBound_whateverTheCap() {
        for (int cap : new int[] {100, 2_100, 2_300, 4_000, 9_000}) {
            Fingerprints fingerprints = upTo(cap);
            for (int i = 0; i < 60_000; i++) {
                fingerprints.remember(hash(i), i * 20L);
                assertTrue(fingerprints.tableBytes() <= Fingerprints.mostTableBytes(cap), "cap " + cap);
            }
        }
    }

    @Test
    void longSilence_forgetsEverything() {
        Fingerprints fingerprints = upTo(PLENTY);
        fingerprints.remember(hash(1), 0);
        assertFalse(fingerprints.remember(hash(1), WINDOW * 70_000));
        assertTrue(fingerprints.remember(hash(1), WINDOW * 70_000 + 1));
    }
}
