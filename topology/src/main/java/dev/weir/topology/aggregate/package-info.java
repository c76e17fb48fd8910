/**
 * The engine: windowed, keyed, mergeable aggregates over event time, closed by arrival frontiers, on two levels. Values are
 * folded into {@link dev.weir.topology.aggregate.Partials}; before each commit these travel in batches to {@link
 * dev.weir.topology.aggregate.LiveWindows}, which publish every window once when it closes and again whenever it is
 * corrected. Remembered: one aggregate for each key, tile and window start until its retention has passed, the frontier
 * of every source partition, and the keys that were admitted. Knows nothing of what is aggregated.
 */
@NullMarked
package dev.weir.topology.aggregate;

import org.jspecify.annotations.NullMarked;
