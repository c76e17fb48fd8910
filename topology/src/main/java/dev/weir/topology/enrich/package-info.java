/**
 * What a call means in money and health. A {@code TraceEvent} enters; its disjoint token parts, cost in nano-USD, error
 * class, refusal source, finish reason and safety hits leave, through one class,
 * {@link dev.weir.topology.enrich.CallEnricher}. Prices come from a
 * {@link dev.weir.topology.enrich.PriceBook} and are looked up by event time, so a late call is priced as of its own day.
 * Remembered: nothing but resolved model names, bounded. No Kafka here.
 */
@NullMarked
package dev.weir.topology.enrich;

import org.jspecify.annotations.NullMarked;
