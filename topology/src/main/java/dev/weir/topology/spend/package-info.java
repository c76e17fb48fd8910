/**
 * Who spends. Calls are folded into partials; windows of cost and tokens by user and by feature leave, exact for every
 * spender that is told apart. Spend by
 * tenant, route and model needs no state of its own: it is the sum of series windows.
 */
@NullMarked
package dev.weir.topology.spend;

import org.jspecify.annotations.NullMarked;
