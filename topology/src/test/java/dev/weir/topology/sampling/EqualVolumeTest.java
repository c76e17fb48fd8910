package dev.weir.topology.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EqualVolumeTest {

    private static final long TICK = EqualVolume.TICK.toMillis();
    private static final int TICKS_A_DAY = 288;

    @Test
    void ratesMoveAfterTheTickTheyWereCountedIn() {
        EqualVolume volume = new EqualVolume(config(288, Map.of()), 1);
        for (int i = 0; i < 1000; i++) {
            volume.count("chat", i);
        }
        assertEquals(0.1, volume.rateFor("chat", TICK - 1));
        assertEquals(0.05, volume.rateFor("chat", TICK));
        assertEquals(0.1, volume.rateFor("code", TICK), "a new route starts at the base rate");
    }

    @Test
    void routesOfAnyTraffic_giveTheTargetVolume() {
        for (int perTick : new int[] {35, 350, 3500}) {
            Random random = new Random(perTick);
            EqualVolume volume = new EqualVolume(config(300, Map.of()), 1);
            double judged = 0;
            for (int tick = 0; tick < 3 * TICKS_A_DAY; tick++) {
                // A tenfold swing over the day, with noise.
                double level = 1 + 0.818 * Math.sin(2 * Math.PI * tick / TICKS_A_DAY);
                int calls = (int) Math.max(0, perTick * level + random.nextGaussian() * Math.sqrt(perTick));
                double rate = volume.rateFor("chat", tick * TICK);
                for (int i = 0; i < calls; i++) {
                    volume.count("chat", tick * TICK + i % TICK);
                }
                judged += tick < TICKS_A_DAY ? 0 : calls / (double) CallSampler.weightOf(rate);
            }
            assertTrue(Math.abs(judged / 2 - 300) < 30, perTick + " a tick: " + judged / 2 + " a day, seed " + perTick);
        }
    }

    @Test
    void replay_decidesTheSame_throughARestartInTheMiddle() {
        Random random = new Random(5);
        EqualVolume straight = new EqualVolume(config(300, Map.of()), 6);
        EqualVolume restarted = new EqualVolume(config(300, Map.of()), 6);
        long arrival = 1_700_000_000_000L;
        for (int i = 0; i < 50_000; i++) {
            arrival += random.nextInt(2_000);
            String route = "route-" + random.nextInt(20);
            assertEquals(straight.rateFor(route, arrival), restarted.rateFor(route, arrival), "call " + i + ", seed 5");
            straight.count(route, arrival);
            restarted.count(route, arrival);
            if (i % 10_000 == 9_999) {
                byte[] bytes = restarted.encode();
                restarted = new EqualVolume(config(300, Map.of()), 6);
                restarted.restore(bytes);
                assertArrayEquals(bytes, restarted.encode());
            }
        }
        assertArrayEquals(straight.encode(), restarted.encode());
    }

    @Test
    void earlierArrival_countsIntoTheCurrentTick() {
        EqualVolume volume = new EqualVolume(config(288, Map.of()), 1);
        volume.count("chat", 5 * TICK);
        volume.count("chat", 0);
        EqualVolume inOrder = new EqualVolume(config(288, Map.of()), 1);
        inOrder.count("chat", 5 * TICK);
        inOrder.count("chat", 5 * TICK);
        assertArrayEquals(inOrder.encode(), volume.encode());
    }

    @Test
    void yearsOfSilence_costLittleAndEndAtTheMost() {
        EqualVolume volume = new EqualVolume(config(288, Map.of()), 1);
        volume.count("chat", 0);
        assertEquals(1, volume.rateFor("chat", Duration.ofDays(30_000).toMillis()));
    }

    @Test
    void routeRate_isTheLeastRate() {
        EqualVolume volume = new EqualVolume(config(1, Map.of("stakes", 1.0)), 1);
        for (int tick = 0; tick < 20; tick++) {
            for (int i = 0; i < 100; i++) {
                volume.count("stakes", tick * TICK);
                volume.count("chat", tick * TICK);
            }
        }
        assertEquals(1, volume.rateFor("stakes", 20 * TICK));
        assertTrue(volume.rateFor("chat", 20 * TICK) < 0.001);
    }

    @Test
    void routesBeyondTheBound_shareAControllerUntilOthersAreIdle() {
        EqualVolume volume = new EqualVolume(config(288, Map.of()), 1);
        for (int i = 0; i < EqualVolume.MAX_ROUTES; i++) {
            volume.count("route-" + i, 0);
        }
        int full = volume.encode().length;
        for (int i = 0; i < 5_000; i++) {
            volume.count("extra-" + i, 0);
        }
        assertTrue(volume.encode().length < full + 100, "one more controller, not 5,000");
        assertTrue(volume.rateFor("extra-9", TICK) < 0.1, "the shared one has counted 5,000 calls");

        volume.count("late", Duration.ofDays(2).toMillis());
        assertTrue(volume.encode().length < 200, "idle routes have given way");
    }

    @Test
    void bytesThatAreNoState_areRefusedAndChangeNothing() {
        EqualVolume volume = new EqualVolume(config(288, Map.of()), 1);
        volume.count("chat", 0);
        byte[] good = volume.encode();
        byte[] other = good.clone();
        other[0] = 9;
        assertThrows(IllegalArgumentException.class, () -> volume.restore(other));
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThrows(IllegalArgumentException.class, () -> volume.restore(cut), length + " bytes");
        }
        assertArrayEquals(good, volume.encode());
        volume.restore(null);
        assertArrayEquals(new EqualVolume(config(288, Map.of()), 1).encode(), volume.encode());
    }

    private static SamplingConfig config(int perDay, Map<String, Double> routeRates) {
        return new SamplingConfig("weir", 0.1, 0, 0, 0, Duration.ofSeconds(30), 0, routeRates, perDay);
    }
}
