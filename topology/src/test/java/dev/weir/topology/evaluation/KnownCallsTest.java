package dev.weir.topology.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KnownCallsTest {

    private static byte[] reference(long i) {
        return new CallReference("t", i, "trace-" + i, "span").toBytes();
    }

    @Test
    void everyCallBelowTheCap_isFoundAlsoFromWhatWasWritten() {
        long seed = 20261121;
        SplittableRandom random = new SplittableRandom(seed);
        Map<Long, Long> expected = new TreeMap<>();
        Map<Long, byte[]> store = new TreeMap<>();
        KnownCalls calls = new KnownCalls(100_000);
        for (long i = 0; i < 20_000; i++) {
            long key = random.nextLong() | 1;
            calls.add(key, reference(i));
            expected.put(key, i);
            if (i % 97 == 0) {
                calls.arrived(i);
                calls.drain(store::put);
            }
        }
        calls.drain(store::put);
        KnownCalls restored = new KnownCalls(100_000);
        store.forEach(restored::restore);

        expected.forEach((key, i) -> {
            assertEquals("trace-" + i, traceOf(calls, key), "seed " + seed);
            assertEquals("trace-" + i, traceOf(restored, key), "seed " + seed);
        });
        assertNull(restored.find(2), "a key that was never given");
        assertEquals(20_000, restored.size());
        assertEquals(0, calls.takeForgottenEarly());
    }

    private static String traceOf(KnownCalls calls, long key) {
        CallReference found = calls.find(key);
        assertNotNull(found);
        return found.traceId();
    }

    @Test
    void moreThanTheCap_forgetsTheOldestAndCountsThem() {
        KnownCalls calls = new KnownCalls(1_000);
        for (long i = 1; i <= 5_000; i++) {
            calls.add(i, reference(i));
        }

        assertNull(calls.find(1));
        assertNotNull(calls.find(5_000));
        assertTrue(calls.size() <= 1_000, "remembered " + calls.size());
        assertEquals(5_000, calls.size() + calls.takeForgottenEarly());
    }

    @Test
    void pastTheRetention_wholeChunksAreForgotten() {
        KnownCalls calls = new KnownCalls(10_000);
        calls.add(1, reference(1));
        calls.arrived(1_000);
        calls.forget(1_000);
        assertNotNull(calls.find(1), "it arrived at the limit");

        calls.forget(1_001);
        assertNull(calls.find(1));
        assertEquals(1, calls.oldest());
        assertEquals(0, calls.takeForgottenEarly());
    }

    @Test
    void sameKeyAgain_theLaterIsFound() {
        KnownCalls calls = new KnownCalls(10);
        calls.add(7, reference(1));
        calls.add(7, reference(2));

        assertEquals("trace-2", traceOf(calls, 7));
    }
}
