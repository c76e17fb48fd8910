/**
 * The engine: windowed, keyed, mergeable aggregates over event time, closed by arrival frontiers. Partial aggregates and
 * frontiers enter; every window leaves once when it closes and again, with the next revision, whenever it is corrected.
 * Remembered: one aggregate for each key, tile and window start until its retention has passed, and the frontier of
 * every source partition. Knows nothing of what is aggregated.
 */
@NullMarked
package dev.weir.topology.aggregate;

import org.jspecify.annotations.NullMarked;
