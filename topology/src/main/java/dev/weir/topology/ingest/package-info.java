/**
 * From bytes to partial aggregates. Records of the source topics enter; they are taken apart, read, recognised where they
 * come again, and folded into partials, which leave before each commit with the arrival frontier of the source partitions. Calls taken
 * for judging and refused records with a reason leave at once. Remembered: the ids of the calls counted lately, and how
 * many records were read, counted and refused, in the same transaction as their effects.
 */
@NullMarked
package dev.weir.topology.ingest;

import org.jspecify.annotations.NullMarked;
