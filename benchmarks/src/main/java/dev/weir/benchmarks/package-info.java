/**
 * The command {@code weir bench}. Seeded calls enter a broker in a process of its own; every row of the table reads them
 * to their end in a process of its own too, and what each cost leaves as one table an input, baselines first. Nothing is
 * kept: a figure is only worth something beside the baseline of its own run.
 */
@NullMarked
package dev.weir.benchmarks;

import org.jspecify.annotations.NullMarked;
