/**
 * The life of an alert: pending, firing, over. Findings of windows and the completeness of the stream enter, in event time
 * only; transitions leave, the same ones whenever the same windows are read again. Remembered: one {@link
 * dev.weir.alerting.lifecycle.AlertState} per rule and series that has an episode, and for a while the number of its last
 * transition, so that no two transitions share an event id.
 */
@NullMarked
package dev.weir.alerting.lifecycle;

import org.jspecify.annotations.NullMarked;
