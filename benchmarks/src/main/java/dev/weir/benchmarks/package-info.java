/**
 * What the pipeline costs. Generated calls enter a broker in a process of its own; events per second and CPU seconds per
 * million leave, of the topology and of a bare loop that only consumes and decodes, measured in the same run. Nothing is
 * kept: a figure is only worth something beside the baseline of its own run.
 */
@NullMarked
package dev.weir.benchmarks;

import org.jspecify.annotations.NullMarked;
