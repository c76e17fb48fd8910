/**
 * Work for evaluators: a call that was taken for judging enters, and a task with everything that a judge needs leaves.
 * Nothing is remembered.
 */
@NullMarked
package dev.weir.topology.judging;

import org.jspecify.annotations.NullMarked;
