/**
 * Traffic that goes in: recorded traces read as they are published, or seeded traffic modelled on figures of real
 * production. Files and parameters enter, {@link dev.weir.schemas.avro.TraceEvent}s leave for a topic in the order and
 * at the pace in which they would have arrived. Each record gets a simulated arrival; its event time is never altered
 * unless a shift is asked for. Remembered: the few records of the look-ahead, calls still running, and counts of what
 * was read, sent and malformed.
 */
@NullMarked
package dev.weir.app.traffic;

import org.jspecify.annotations.NullMarked;
