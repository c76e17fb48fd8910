/**
 * The peer: an ordinary Flink job that computes the windows of a series with heap state and checkpoints. It reads the
 * topic that every row reads, shares decoder and aggregate with them, and answers with a row of the same table.
 */
@NullMarked
package dev.weir.benchmarks.flink;

import org.jspecify.annotations.NullMarked;
