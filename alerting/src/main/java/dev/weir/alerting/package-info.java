/**
 * Decides and tells, once. Windows and progress markers enter from {@code weir.window-stats}, {@code weir.window-quality} and
 * {@code weir.window-spend}; transitions of alerts leave for {@code weir.alerts} and {@code weir.alert-history}, from where a
 * loop of its own delivers them. Remembered, in changelogged stores: how far each subject has been read with what rules have
 * learnt of it, what spenders spend, and the alerts that last.
 */
@NullMarked
package dev.weir.alerting;

import org.jspecify.annotations.NullMarked;
