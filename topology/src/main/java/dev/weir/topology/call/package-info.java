/**
 * One call as the hot path sees it. The bytes of a record enter, and the few fields that counting, pricing, classifying and
 * sampling ask for come out, read in place. Remembered: the names that keep coming back, so that a name is one object
 * however often it is read.
 */
@NullMarked
package dev.weir.topology.call;

import org.jspecify.annotations.NullMarked;
