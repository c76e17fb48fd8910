/**
 * Choosing calls to be judged. The facts of a call and the rate of the moment enter; a decision with the integer weight
 * it was made with leaves, for calls that are taken and for calls that are not
 * ({@link dev.weir.topology.sampling.CallSampler}). The same configuration, rate and call always give the same decision.
 * Remembered are only the arrival counts by route from which the next rate is computed
 * ({@link dev.weir.topology.sampling.EqualVolume}), and they move with arrival times, never with the wall clock.
 */
@NullMarked
package dev.weir.topology.sampling;

import org.jspecify.annotations.NullMarked;
