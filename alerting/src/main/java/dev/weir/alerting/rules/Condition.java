package dev.weir.alerting.rules;

import dev.weir.alerting.detect.LevelShift;
import dev.weir.alerting.detect.SlowTrend;
import dev.weir.schemas.SpenderKey;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** When a rule is broken. */
public sealed interface Condition {

    /** Side of a threshold that is bad. */
    enum Side {
        ABOVE(">"),
        BELOW("<");

        private final String operator;

        Side(String operator) {
            this.operator = operator;
        }

        /** As written in an alert. */
        public String operator() {
            return operator;
        }
    }

    /**
     * A bound that one window breaks with significance.
     *
     * @param side bad side
     * @param bound in the measure's unit
     * @param confidence one-sided confidence of a breach, in (0.5, 1)
     */
    record Threshold(Side side, double bound, double confidence) implements Condition {}

    /** A change of level against the series' own baseline. */
    record Shift(LevelShift.Settings settings) implements Condition {}

    /** How long a budget lasts, in UTC. */
    enum Period {
        HOUR,
        DAY,
        MONTH
    }

    /**
     * A share of what somebody may spend in a period. Environments are apart: who spends in staging and in production has the
     * whole budget in each. The key {@code environment} restricts a budget to some of them.
     *
     * @param by kind of spender
     * @param spender whose budget it is; absent: everybody has one
     * @param limit of the whole period, in the measure's unit
     * @param step share of the limit at which the rule is broken, above 0
     * @param forecast whether what the month is going to cost decides, rather than what it has cost
     */
    record Budget(
            SpenderKey.Kind by,
            Matcher.@Nullable Text spender,
            Period period,
            double limit,
            double step,
            boolean forecast)
            implements Condition {

        /** What breaks the rule, in the measure's unit. */
        public double bound() {
            return BigDecimal.valueOf(limit).multiply(BigDecimal.valueOf(step)).doubleValue();
        }
    }

    /** A slide over many windows. */
    record Slide(SlowTrend.Settings settings) implements Condition {}
}
