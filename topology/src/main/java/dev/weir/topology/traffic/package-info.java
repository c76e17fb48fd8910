/**
 * What a series window holds about traffic. Calls enter, one partial aggregate each leaves, and merged ones become
 * {@code WindowStats}. Nothing is remembered here; the windows are kept by the engine.
 */
@NullMarked
package dev.weir.topology.traffic;

import org.jspecify.annotations.NullMarked;
