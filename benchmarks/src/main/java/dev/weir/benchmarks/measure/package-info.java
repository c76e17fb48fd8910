/**
 * How a row is measured. A description of the row goes into a process of its own, marks of CPU time are set while the
 * source is read, and one result comes back. Nothing is kept between processes, so rows share neither compiled code nor
 * heap.
 */
@NullMarked
package dev.weir.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
