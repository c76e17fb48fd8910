/**
 * How a step says that a record must not be processed, and how an application remembers which ones ended their task. Failures
 * enter with the origin of the record; a record that failed twice is refused from then on. Remembered: origins, bounded.
 */
@NullMarked
package dev.weir.schemas.refusal;

import org.jspecify.annotations.NullMarked;
