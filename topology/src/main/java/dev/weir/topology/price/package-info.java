/**
 * What a call costs. Its model, provider and billing tier, its disjoint token parts and the time it ended enter; whole
 * nano-USD leave, or the reason why the cost is unknown, through one class, {@link dev.weir.topology.price.PriceBook}.
 * Prices come from lists of several forms, each read and checked as a whole, and are looked up by event time, so a late call
 * costs what it cost on its own day. Remembered: nothing but resolved model names, bounded. No Kafka here.
 */
@NullMarked
package dev.weir.topology.price;

import org.jspecify.annotations.NullMarked;
