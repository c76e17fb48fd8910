package dev.weir.alerting.rules;

import dev.weir.alerting.detect.LevelShift;
import dev.weir.alerting.detect.SlowTrend;

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

    /** A slide over many windows. */
    record Slide(SlowTrend.Settings settings) implements Condition {}
}
