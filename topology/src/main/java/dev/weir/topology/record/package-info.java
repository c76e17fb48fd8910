/**
 * Records that come from outside: bytes are decoded, or refused with a reason from an enum, and what was refused leaves
 * as a dead letter with its origin. A registry that is out of reach is waited for. Nothing is remembered.
 */
@NullMarked
package dev.weir.topology.record;

import org.jspecify.annotations.NullMarked;
