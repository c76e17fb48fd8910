package dev.weir.alerting.lifecycle;

import java.time.Duration;

/**
 * How long things have to last.
 *
 * @param pendingFor how long the condition holds before the alert fires
 * @param keepFiringFor how long the alert fires on after the last breach
 * @param noDataAfter how long a series may say nothing before its episode ends
 */
public record Timing(Duration pendingFor, Duration keepFiringFor, Duration noDataAfter) {}
