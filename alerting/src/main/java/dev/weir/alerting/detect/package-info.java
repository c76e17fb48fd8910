/**
 * Decisions by statistics: an observation of one window enters, a verdict with the numbers behind it leaves. Plain
 * thresholds remember nothing; detectors of level shifts and slow trends remember a baseline or the last windows, as
 * immutable states that the caller stores. Every decision needs significance and, where it compares with the past, an
 * effect size; too little history is a verdict of its own, never a guess.
 */
@NullMarked
package dev.weir.alerting.detect;

import org.jspecify.annotations.NullMarked;
