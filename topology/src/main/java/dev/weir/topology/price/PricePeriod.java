package dev.weir.topology.price;

import java.util.Map;

/**
 * The price of a model during {@code [from, to)}, microseconds since the epoch.
 *
 * @param from {@link Long#MIN_VALUE} where the list does not say since when
 * @param to {@link Long#MAX_VALUE} for a price that still holds
 */
record PricePeriod(String priceId, long from, long to, Map<ServiceTier, RateCard> cards) {

    boolean holdsAt(long micros) {
        return from <= micros && micros < to;
    }

    /** Cost of a call at these rates. */
    Price price(ServiceTier tier, TokenParts.Parts parts, PriceMatch match) {
        RateCard card = cards.get(tier);
        if (card == null) {
            throw new IllegalStateException(priceId + " has no card for " + tier);
        }
        RateCard.Step step = card.stepFor(parts.input());
        try {
            var cost = step.rates().nanoUsd(parts);
            return cost.isPresent()
                    ? new Price.Priced(cost.getAsLong(), priceId, match, card.tier(), step.above())
                    : new Price.Unpriced(Price.Reason.MISSING_RATE);
        } catch (ArithmeticException tooLarge) {
            return new Price.Unpriced(Price.Reason.TOO_LARGE);
        }
    }
}
