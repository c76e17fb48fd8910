/**
 * The life of a stateful step between two commits. What it did in memory is written in the hook before the commit, its
 * counters with it, and what stores held before is noted until the commit is known to have succeeded. Remembered: the
 * counters of each step, and the notes of the commit under way.
 */
@NullMarked
package dev.weir.topology.commit;

import org.jspecify.annotations.NullMarked;
