package dev.weir.topology.price;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One model as one or more providers sell it.
 *
 * @param list the price list that says so
 * @param providers who sells it at these prices, canonical names
 * @param listPrice whether this is the price for a call whose provider is not known to sell it at another
 * @param periods its prices over time; the first that holds counts, so what holds in some hours stands before what holds
 *     in all
 */
record PricedModel(String list, String name, Set<String> providers, boolean listPrice, List<PricePeriod> periods) {

    /** The price at a time; {@code null} where the list has none for it. */
    @Nullable
    PricePeriod periodAt(long micros) {
        for (PricePeriod period : periods) {
            if (period.holdsAt(micros)) {
                return period;
            }
        }
        return null;
    }
}
