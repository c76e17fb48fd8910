/**
 * What one thread spends on a span before it is counted: decoded by the generated classes of the protocol as the least it can
 * cost, then mapped, written as a trace event and priced. No broker; rows take turns in one process, so that they meet the
 * same noise.
 */
@NullMarked
package dev.weir.benchmarks.kernels;

import org.jspecify.annotations.NullMarked;
