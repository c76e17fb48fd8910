/**
 * Who spends. Calls enter; windows of cost and tokens by user and by feature leave, exact for every spender. Spend by
 * tenant, route and model needs no state of its own: it is the sum of series windows.
 */
@NullMarked
package dev.weir.topology.spend;

import org.jspecify.annotations.NullMarked;
