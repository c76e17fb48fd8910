package dev.weir.topology.price;

import java.util.List;
import java.util.Set;

/**
 * One model as one or more providers sell it.
 *
 * @param providers who sells it at these prices, canonical names
 * @param listPrice whether this is the price for a call whose provider is not known to sell it at another
 * @param periods its prices over time, the oldest first, none overlapping
 */
record PricedModel(String name, Set<String> providers, boolean listPrice, List<PricePeriod> periods) {}
