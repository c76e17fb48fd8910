package dev.weir.topology.price;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a call cost, or why that is unknown. An unknown cost is never 0. */
public sealed interface Price {

    /**
     * A known cost.
     *
     * @param nanoUsd cost in nano-USD, 0 or more; exact up to one half-even rounding of the whole call
     * @param priceId which price: {@code book:provider/model}, with {@code @date} where the price began on one
     * @param match how the model's name was found
     * @param source which of the call's names that was
     * @param serviceTier the tier charged: STANDARD also where the book knows no price of the tier that was used
     * @param contextAbove the context tier charged: the input was above this many tokens; 0 for the base price
     * @param region where the call was dearer for where it was processed; {@code null} where it was not
     */
    record Priced(
            long nanoUsd,
            String priceId,
            PriceMatch match,
            ModelSource source,
            ServiceTier serviceTier,
            long contextAbove,
            @Nullable String region)
            implements Price {}

    /** An unknown cost. */
    record Unpriced(Reason reason) implements Price {}

    /** Why a cost is unknown. */
    enum Reason {
        /** No input or no output count. */
        UNMEASURED,
        /** The event names no model. */
        NO_MODEL,
        /** No book has the model. */
        UNKNOWN_MODEL,
        /** Several providers sell it, at prices of their own, and the event does not say which one it was. */
        AMBIGUOUS_PROVIDER,
        /** The book has the model, and no price of it for the time of the event. */
        NO_PRICE_AT_TIME,
        /** The billing tier has a name that no provider documents. */
        UNKNOWN_SERVICE_TIER,
        /** The call used a kind of token for which there is no price and no documented stand-in. */
        MISSING_RATE,
        /** More than 9,223 USD for one call: the token counts cannot be right. */
        TOO_LARGE;

        private final String wireName = name().toLowerCase(Locale.ROOT);

        /** Lower-case name for counters and labels. */
        public String wireName() {
            return wireName;
        }
    }
}
