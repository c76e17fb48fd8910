/**
 * What the pipeline ought to say, worked out a second time from the list of calls by other means: plain maps, sorted
 * values and {@link java.math.BigDecimal}. Calls enter, expected windows and a list of differences leave. It uses no
 * class of the product, so that an error in one cannot hide the same error in the other.
 */
@NullMarked
package dev.weir.app.proof.oracle;

import org.jspecify.annotations.NullMarked;
