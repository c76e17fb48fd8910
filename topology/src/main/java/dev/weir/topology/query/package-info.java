/**
 * Questions to the state stores. A question enters any instance; it reads the windows it holds, asks the instances that
 * hold the others, merges tiles and sketches to the step that was asked for, and answers in JSON. Nothing is remembered.
 */
@NullMarked
package dev.weir.topology.query;

import org.jspecify.annotations.NullMarked;
