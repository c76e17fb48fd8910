/**
 * Estimates from a weighted sample. Judgements enter with the sampling weight that was logged when their call was
 * taken, as exact integer sums that add and subtract ({@link dev.weir.schemas.estimate.WeightedSums}); means and rates
 * leave with an interval and an effective sample size, or say that there is too little to give one
 * ({@link dev.weir.schemas.estimate.Estimate}). {@link dev.weir.schemas.estimate.Intervals} holds the interval formulas
 * for whoever has counts of their own. Only the sums remember anything, and they are part of the published windows, so
 * every consumer merges windows to the same answer.
 */
@NullMarked
package dev.weir.schemas.estimate;

import org.jspecify.annotations.NullMarked;
