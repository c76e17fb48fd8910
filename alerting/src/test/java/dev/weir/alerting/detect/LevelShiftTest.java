package dev.weir.alerting.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LevelShiftTest {

    private static final LevelShift.ShiftSettings SETTINGS =
            new LevelShift.ShiftSettings(0.5, 8, 60, 0, Direction.DOWN, new EffectSize(0.3, false));

    @Test
    void shortHistory_saysInsufficient() {
        LevelShift detector = LevelShift.start();
        for (int i = 0; i < 60; i++) {
            Detector.Step<LevelShift> step = detector.observe(Point.exact(i % 2), SETTINGS);
            assertEquals(Verdict.INSUFFICIENT, step.verdict(), "window " + i);
            detector = step.next();
        }
        assertEquals(Verdict.CLEAR, detector.observe(Point.exact(1), SETTINGS).verdict());
    }

    @Test
    void lastingDrop_alarmsOnceThenReturns() {
        List<Verdict> verdicts = new ArrayList<>();
        Random random = new Random(5);
        LevelShift detector = LevelShift.start();
        for (int i = 0; i < 200; i++) {
            double level = i >= 100 && i < 130 ? 7 : 8;
            Detector.Step<LevelShift> step =
                    detector.observe(Point.exact(level + 0.2 * random.nextGaussian()), SETTINGS);
            verdicts.add(step.verdict());
            detector = roundTrip(step.next());
        }
        int first = verdicts.indexOf(Verdict.BREACH);
        int last = verdicts.lastIndexOf(Verdict.BREACH);
        assertTrue(first >= 101 && first <= 104, "first alarm at " + first);
        assertTrue(last >= 130 && last <= 138, "last breach at " + last);
        assertTrue(verdicts.subList(first, last).stream().allMatch(Verdict.BREACH::equals));
        assertInstanceOf(LevelShift.Watching.class, detector);
    }

    @Test
    void certainButSmallDrop_staysSilent() {
        LevelShift detector = learnt(8, 0.05);
        Random random = new Random(9);
        for (int i = 0; i < 200; i++) {
            Detector.Step<LevelShift> step =
                    detector.observe(Point.exact(7.85 + 0.05 * random.nextGaussian()), SETTINGS);
            assertEquals(Verdict.CLEAR, step.verdict(), "window " + i);
            detector = step.next();
        }
    }

    @Test
    void riseWhenOnlyDropsMatter_staysSilent() {
        LevelShift detector = learnt(8, 0.1);
        for (int i = 0; i < 50; i++) {
            Detector.Step<LevelShift> step = detector.observe(Point.exact(9), SETTINGS);
            assertEquals(Verdict.CLEAR, step.verdict());
            detector = step.next();
        }
    }

    @Test
    void oneWildWindow_noAlarm() {
        Detector.Step<LevelShift> step = learnt(8, 0.1).observe(Point.exact(-1000), SETTINGS);
        assertEquals(Verdict.CLEAR, step.verdict());
    }

    @Test
    void shiftThatLasts_becomesTheBaseline() {
        LevelShift detector = learnt(8, 0.1);
        Verdict last = Verdict.CLEAR;
        int windows = 0;
        while (last != Verdict.EXPIRED && windows < 100) {
            Detector.Step<LevelShift> step = detector.observe(Point.exact(7 + 0.01 * (windows % 3)), SETTINGS);
            last = step.verdict();
            detector = step.next();
            windows++;
        }
        assertEquals(Verdict.EXPIRED, last);
        assertEquals(Verdict.CLEAR, detector.observe(Point.exact(7), SETTINGS).verdict());
    }

    @Test
    void ratioScale_effectIsAShareOfTheOldLevel() {
        EffectSize fifth = new EffectSize(0.2, true);
        assertTrue(fifth.reachedBy(Math.log(1.21)));
        assertTrue(!fifth.reachedBy(Math.log(1.19)));
        assertTrue(fifth.reachedBy(Math.log(0.79)));
    }

    /** At h = 4, 200 baseline windows, 400 runs: an estimated baseline costs up to half of the 335 windows, no more. */
    @Test
    void noShift_falseAlarmsWithinBudget() {
        long seed = 11;
        LevelShift.ShiftSettings settings =
                new LevelShift.ShiftSettings(0.5, 4, 200, 0, Direction.DOWN, new EffectSize(0, false));
        Random random = new Random(seed);
        long windows = 0;
        int runs = 400;
        for (int run = 0; run < runs; run++) {
            LevelShift detector = LevelShift.start();
            Verdict verdict = Verdict.INSUFFICIENT;
            while (verdict != Verdict.BREACH) {
                Detector.Step<LevelShift> step = detector.observe(Point.exact(random.nextGaussian()), settings);
                verdict = step.verdict();
                detector = step.next();
                windows += verdict == Verdict.INSUFFICIENT ? 0 : 1;
            }
        }
        double mean = (double) windows / runs;
        System.out.printf("level shift at h = 4: a false alarm every %.0f windows (theory 335)%n", mean);
        assertTrue(mean > 0.5 * 335, "seed " + seed + ": mean run length " + mean);
    }

    private static LevelShift learnt(double level, double spread) {
        Random random = new Random(1);
        LevelShift detector = LevelShift.start();
        for (int i = 0; i < 60; i++) {
            detector = detector.observe(Point.exact(level + spread * random.nextGaussian()), SETTINGS)
                    .next();
        }
        return detector;
    }

    private static LevelShift roundTrip(LevelShift detector) {
        LevelShift restored = LevelShift.restore(detector.stored()).orElseThrow();
        assertEquals(detector, restored);
        return restored;
    }
}
