/**
 * Proofs on a real broker: seeded calls enter a running topology, which is killed, fed poison or lied to about time, and
 * what leaves is held against an oracle that shares no code with it. Nothing is remembered between two proofs.
 */
@NullMarked
package dev.weir.app.proof;

import org.jspecify.annotations.NullMarked;
