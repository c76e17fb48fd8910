package dev.weir.alerting.rules;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

class LevelShiftRuleTest extends RuleKindContract {

    @Override
    String yaml() {
        return "{alert: Rule, kind: trend, measure: cost_usd_per_call, direction: up, baseline_windows: 30}";
    }

    /** A call costs half as much again in the last third. */
    @Override
    List<Observation> story(long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, 90)
                .mapToObj(i -> (Observation)
                        new Observation.Amount((i < 60 ? 1 : 1.5) * Math.exp(0.05 * random.nextGaussian()), false, 100))
                .toList();
    }
}
