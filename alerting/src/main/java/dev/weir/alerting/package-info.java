/**
 * Decides and tells, once. Windows and progress markers enter from {@code weir.window-stats} and {@code
 * weir.window-quality}; transitions of alerts leave for {@code weir.alerts} and {@code weir.alert-history}, from where a
 * loop of its own delivers them. Remembered, in changelogged stores: how far each series has been read with what its
 * detectors know, and the alerts that last.
 */
@NullMarked
package dev.weir.alerting;

import org.jspecify.annotations.NullMarked;
