/**
 * Limits on what leaves the process: {@link dev.weir.judge.limits.Budget} says whether a call may be paid for,
 * {@link dev.weir.judge.limits.CircuitBreaker} whether it is worth making, {@link dev.weir.judge.limits.Retry} whether
 * and when to make another. Remembered is what the day has cost, in memory: a restarted worker starts its day anew.
 */
@NullMarked
package dev.weir.judge.limits;

import org.jspecify.annotations.NullMarked;
