/**
 * Results of other evaluators, as scores of their calls. Evaluations enter, and a reference to every call that
 * was counted; a score leaves for each evaluation whose call is found, by its span, else by its response id. Remembered:
 * the references of the calls read lately, and the evaluations that came before their call, both bounded in time and
 * number; what is given up is counted.
 */
@NullMarked
package dev.weir.topology.evaluation;

import org.jspecify.annotations.NullMarked;
