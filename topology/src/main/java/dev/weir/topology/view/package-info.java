/**
 * The views that a call is counted under beside its series. What enters is which views the rules and the configuration demand;
 * what leaves is, for the engine, the coarser keys of a series and the limits of each view; and, for records and answers, which
 * window of a series or a view they are about. Nothing is remembered.
 */
@NullMarked
package dev.weir.topology.view;

import org.jspecify.annotations.NullMarked;
