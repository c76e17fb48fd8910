/**
 * What a series window holds about traffic. Calls are folded into partials, and merged windows become
 * {@code WindowStats}. Nothing is remembered here; the windows are kept by the engine.
 */
@NullMarked
package dev.weir.topology.traffic;

import org.jspecify.annotations.NullMarked;
