package dev.weir.alerting.lifecycle;

import java.time.Duration;

/**
 * How long things have to last.
 *
 * @param pendingFor how long the condition holds before the alert fires
 * @param keepFiringFor how long the alert fires on after the last breach
 * @param noDataAfter how long a series may say nothing before its episode ends
 * @param periodic whether an episode is about one period, with which it ends, once: who spends nothing after it is not out of
 *     sight
 */
public record Timing(Duration pendingFor, Duration keepFiringFor, Duration noDataAfter, boolean periodic) {

    /** Of something that is watched all the time. */
    public Timing(Duration pendingFor, Duration keepFiringFor, Duration noDataAfter) {
        this(pendingFor, keepFiringFor, noDataAfter, false);
    }

    /** Of a budget, whose alert ends with its period. */
    public static final Timing PERIODIC = new Timing(Duration.ZERO, Duration.ZERO, Duration.ZERO, true);
}
