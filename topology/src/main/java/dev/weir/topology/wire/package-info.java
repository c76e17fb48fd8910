/**
 * The compact binary form of what tasks keep in their stores and send each other: bytes written and read by the same build
 * or its successor, never by others. Nothing is remembered.
 */
@NullMarked
package dev.weir.topology.wire;

import org.jspecify.annotations.NullMarked;
