package dev.weir.alerting.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SlowTrendTest {

    private static final SlowTrend.SlideSettings SETTINGS =
            new SlowTrend.SlideSettings(28, 7, 0.01, Direction.DOWN, new EffectSize(0.3, false));

    @Test
    void fewerWindowsThanAsked_saysInsufficient() {
        SlowTrend detector = SlowTrend.start();
        for (int i = 0; i < 27; i++) {
            Detector.Step<SlowTrend> step = detector.observe(Point.exact(8 - i), SETTINGS);
            assertEquals(Verdict.INSUFFICIENT, step.verdict());
            detector = step.next();
        }
        assertEquals(
                Verdict.BREACH, detector.observe(Point.exact(-20), SETTINGS).verdict());
    }

    @Test
    void declineBelowTheEffectSize_staysSilent() {
        assertEquals(Verdict.CLEAR, last(28, 0.005, 0.001).verdict());
        assertEquals(Verdict.BREACH, last(28, 0.02, 0.001).verdict());
    }

    @Test
    void verdictHolds_untilTheNextDecision() {
        SlowTrend detector = last(28, 0.05, 0.01).next();
        for (int i = 0; i < 6; i++) {
            Detector.Step<SlowTrend> step = detector.observe(Point.exact(50 + i), SETTINGS);
            assertEquals(Verdict.BREACH, step.verdict(), "window " + i);
            detector = step.next();
        }
        assertEquals(Verdict.CLEAR, detector.observe(Point.exact(60), SETTINGS).verdict());
    }

    @Test
    void window_neverGrowsBeyondItsLength() {
        assertTrue(last(300, 0.01, 0.1).next().values().size() == 28);
    }

    private static Detector.Step<SlowTrend> last(int windows, double slope, double noise) {
        Random random = new Random(4);
        SlowTrend detector = SlowTrend.start();
        Detector.Step<SlowTrend> step = null;
        for (int i = 0; i < windows; i++) {
            step = detector.observe(Point.exact(8 - slope * i + noise * random.nextGaussian()), SETTINGS);
            detector = step.next();
        }
        return java.util.Objects.requireNonNull(step);
    }
}
