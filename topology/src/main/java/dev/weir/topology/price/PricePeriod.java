package dev.weir.topology.price;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The price of a model during {@code [from, to)}, microseconds since the epoch.
 *
 * @param from {@link Long#MIN_VALUE} where the list does not say since when
 * @param to {@link Long#MAX_VALUE} for a price that still holds
 * @param hours the hours of the week in which it holds; {@code null} for all
 */
record PricePeriod(
        String priceId, long from, long to, @Nullable Hours hours, RateTable rates) {

    boolean holdsAt(long micros) {
        return from <= micros && micros < to && (hours == null || hours.holdsAt(micros));
    }

    /** What a call is charged by: its tier's card for its region, at the step for its length. */
    Charge charge(ServiceTier tier, @Nullable String region, TokenParts.Parts parts) {
        String uplift = rates.upliftOf(region);
        RateCard card = rates.card(tier, uplift);
        return new Charge(card.tier(), uplift, card.stepFor(parts.input()));
    }

    /** Rates of one call and why it was these. */
    record Charge(ServiceTier tier, @Nullable String uplift, RateCard.Step step) {}

    /** Cost of a call at these rates. */
    Price price(
            ServiceTier tier, @Nullable String region, TokenParts.Parts parts, PriceMatch match, ModelSource source) {
        Charge charge = charge(tier, region, parts);
        try {
            OptionalLong cost = charge.step().rates().nanoUsd(parts);
            return cost.isPresent()
                    ? new Price.Priced(
                            cost.getAsLong(),
                            priceId,
                            match,
                            source,
                            charge.tier(),
                            charge.step().above(),
                            charge.uplift())
                    : new Price.Unpriced(Price.Reason.MISSING_RATE);
        } catch (ArithmeticException tooLarge) {
            return new Price.Unpriced(Price.Reason.TOO_LARGE);
        }
    }

    /** Factor of a region on the standard input rate, for people; 1 without an uplift. */
    BigDecimal factor(@Nullable String uplift) {
        long plain =
                rates.card(ServiceTier.STANDARD, null).steps().get(0).rates().at(RateKind.INPUT);
        long dearer =
                rates.card(ServiceTier.STANDARD, uplift).steps().get(0).rates().at(RateKind.INPUT);
        return plain <= 0
                ? BigDecimal.ONE
                : BigDecimal.valueOf(dearer)
                        .divide(BigDecimal.valueOf(plain), 6, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros();
    }
}
