/**
 * What a call means in money and health. A {@code TraceEvent} enters; its disjoint token parts and cost, as
 * {@link dev.weir.topology.price} works them out, its error class, refusal source, finish reason and safety hits leave,
 * through one class, {@link dev.weir.topology.enrich.CallEnricher}. Remembered: nothing. No Kafka here.
 */
@NullMarked
package dev.weir.topology.enrich;

import org.jspecify.annotations.NullMarked;
