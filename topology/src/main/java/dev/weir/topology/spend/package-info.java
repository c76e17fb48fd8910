/**
 * Who spends. Calls are folded into partials; windows of cost and tokens by user and by feature leave, exact for every
 * spender within the cardinality limit, and with the heaviest of the users that are not. Spend by tenant, route and model is the sum of
 * series windows; only where a budget is about tenants or routes are they counted here as well, for their windows are published
 * while they are open.
 */
@NullMarked
package dev.weir.topology.spend;

import org.jspecify.annotations.NullMarked;
