/**
 * From bytes to calls. Records of the source topics enter; calls with a series, an event time and everything that was
 * derived from them leave, and so do refused records with a reason and the arrival frontier of the source partition.
 * Remembered: how many records were read, counted and refused, in the same transaction as their effects.
 */
@NullMarked
package dev.weir.topology.ingest;

import org.jspecify.annotations.NullMarked;
