/**
 * Threads that do not end unseen. The work of a part of the process enters; a {@link
 * dev.weir.schemas.supervision.SupervisedLoop} repeats it on a thread of its own, tries again what may pass, and says as
 * {@link dev.weir.schemas.supervision.PartHealth} how the part does. Remembered: the failures of the last minutes.
 */
@NullMarked
package dev.weir.schemas.supervision;

import org.jspecify.annotations.NullMarked;
