package dev.weir.topology.price;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The rates of one service tier, by length of the prompt. A call whose input is strictly above a step's threshold is
 * charged at that step's rates for all of its tokens, not only for those above.
 *
 * @param tier what is charged; STANDARD where the list has nothing for the tier asked for
 * @param steps from the lowest threshold to the highest, the first with threshold 0; complete with stand-ins
 */
record RateCard(ServiceTier tier, List<Step> steps) {

    /** Rates above a number of input tokens. */
    record Step(long above, Rates rates) {}

    /** Card of base rates and the steps above them, in any order; what a step lacks is the base's. */
    static RateCard of(ServiceTier tier, Rates base, List<Step> above) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(0, base.completed()));
        above.stream()
                .sorted(Comparator.comparingLong(Step::above))
                .forEach(step ->
                        steps.add(new Step(step.above(), step.rates().over(base).completed())));
        return new RateCard(tier, List.copyOf(steps));
    }

    /** The same, everything times a factor. */
    RateCard times(BigDecimal factor) {
        return new RateCard(
                tier,
                steps.stream()
                        .map(step -> new Step(step.above(), step.rates().times(factor)))
                        .toList());
    }

    /** The step for a prompt of so many tokens, cached ones included. */
    Step stepFor(long inputTokens) {
        Step found = steps.get(0);
        for (int i = 1; i < steps.size() && inputTokens > steps.get(i).above(); i++) {
            found = steps.get(i);
        }
        return found;
    }
}
