/**
 * Judged quality. Scores enter, and partials of the calls that were sampled; windows with a weighted mean, an interval
 * and an effective sample size leave, by evaluator and dimension, and apart from these what was observed without a weight.
 * Remembered: the newest score of every id within the retention, so that a score that is sent again replaces the former one.
 */
@NullMarked
package dev.weir.topology.quality;

import org.jspecify.annotations.NullMarked;
