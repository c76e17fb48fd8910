/**
 * Quantiles on the wire: values enter, bytes leave that any two readers merge to the same answer. One sketch type and
 * one bucket mapping for ever; nothing is remembered outside the sketch itself.
 */
@NullMarked
package dev.weir.schemas.sketch;

import org.jspecify.annotations.NullMarked;
