package dev.weir.alerting.rules;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

class SlowTrendRuleTest extends RuleKindContract {

    @Override
    String yaml() {
        return "{alert: Rule, kind: trend, detector: mann_kendall, measure: calls, direction: down, windows: 20}";
    }

    /** Ever fewer calls in the last third. */
    @Override
    List<Observation> story(long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, 90)
                .mapToObj(i -> (Observation) new Observation.Amount(
                        (i < 60 ? 1000 : 1000 * Math.pow(0.97, i - 60)) * Math.exp(0.02 * random.nextGaussian()),
                        false,
                        1000))
                .toList();
    }
}
