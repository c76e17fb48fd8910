package dev.weir.benchmarks.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.app.traffic.Arrival;
import dev.weir.schemas.Topics;
import dev.weir.schemas.registry.AvroCodec;
import dev.weir.schemas.registry.EmbeddedRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SeededCallsTest {

    private static final int CALLS = 20_000;
    private static final AvroCodec CODEC = new AvroCodec(new EmbeddedRegistry());

    @Test
    void sameKindAndNumber_giveTheSameCalls() {
        SeededCalls one = new SeededCalls(Data.FULL, 200);
        SeededCalls other = new SeededCalls(Data.FULL, 200);
        for (int i = 0; i < 200; i++) {
            assertEquals(one.next(), other.next());
        }
        assertFalse(one.hasNext());
    }

    @Test
    void arrivals_areEvenlySpacedAndAfterTheCalls() {
        SeededCalls sparse = new SeededCalls(Data.SPARSE, 500);
        for (int i = 0; i < 500; i++) {
            Arrival call = sparse.next();
            assertEquals(SeededCalls.START.plusMillis(10L * i), call.at());
            assertTrue(lateness(call).toMillis() > 0);
        }
    }

    /** Shares within five standard deviations of a binomial count. */
    @Test
    void shares_areThoseOfTheDescription() {
        int littleLate = 0;
        int veryLate = 0;
        int hot = 0;
        SeededCalls calls = new SeededCalls(Data.HOT, CALLS);
        while (calls.hasNext()) {
            Arrival call = calls.next();
            long seconds = lateness(call).toSeconds();
            littleLate += seconds >= 1 && seconds < 21 ? 1 : 0;
            veryLate += seconds >= 45 ? 1 : 0;
            hot += call.event().getRoute().equals("route-1") ? 1 : 0;
        }
        assertEquals(0.008 * CALLS, littleLate, 5 * Math.sqrt(0.008 * CALLS));
        assertEquals(0.002 * CALLS, veryLate, 5 * Math.sqrt(0.002 * CALLS));
        assertTrue(hot > 0.9 * CALLS, hot + " calls on the hot route");
    }

    @Test
    void calls_areAsLargeAsTheyShouldBe() {
        assertEquals(1_400, bytesEach(Data.FULL), 150);
        assertEquals(225, bytesEach(Data.LEAN), 30);
    }

    private static double bytesEach(Data data) {
        long bytes = 0;
        SeededCalls calls = new SeededCalls(data, 1_000);
        while (calls.hasNext()) {
            bytes += CODEC.encode(Topics.TRACES, calls.next().event()).length;
        }
        return bytes / 1_000.0;
    }

    private static Duration lateness(Arrival call) {
        return Duration.between(
                call.event().getStartTime().plusNanos(call.event().getDurationMicros() * 1000), call.at());
    }
}
