/**
 * The rows of the table: bare reading loops, an ordinary Streams DSL topology, and the product. Each reads the same
 * source topic to its end in a process of its own. All but the product share one decoder and one aggregate.
 */
@NullMarked
package dev.weir.benchmarks.rows;

import org.jspecify.annotations.NullMarked;
