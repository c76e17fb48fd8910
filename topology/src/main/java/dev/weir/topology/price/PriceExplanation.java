package dev.weir.topology.price;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the cost of a call came about.
 *
 * @param candidates the models that the lists have for the call, in the order they were asked
 * @param price what came out
 * @param arithmetic the products and their sum; {@code null} where the cost is unknown
 */
public record PriceExplanation(
        ModelUse use,
        List<Candidate> candidates,
        Price price,
        @Nullable Arithmetic arithmetic) {

    /**
     * A model that the call may be charged by.
     *
     * @param list the price list
     * @param match how the name led there
     * @param source which of the call's names
     * @param priceId the price of the call's time; {@code null} where the list has none
     * @param hours the hours in which that price holds; {@code null} for all
     */
    public record Candidate(
            String list,
            String model,
            PriceMatch match,
            ModelSource source,
            @Nullable String priceId,
            @Nullable String hours) {}

    /**
     * One product.
     *
     * @param kind kind of token, or {@code per_call}
     * @param chargedAs the kind whose rate is used: another one where the list has none for this
     * @param usdEach USD for one, exact
     * @param usd their product, exact
     */
    public record Part(String kind, long units, String chargedAs, BigDecimal usdEach, BigDecimal usd) {}

    /**
     * The sum.
     *
     * @param inputTokens what context tiers are measured against
     * @param factor of the region on every rate; 1 without one
     * @param usd exact, before it is rounded to nano-USD
     */
    public record Arithmetic(long inputTokens, BigDecimal factor, List<Part> parts, BigDecimal usd) {}

    static PriceExplanation of(
            ModelUse use, TokenParts.Parts tokens, long micros, List<PriceSearch.Found> found, Price price) {
        List<Candidate> candidates = new ArrayList<>();
        Arithmetic arithmetic = null;
        for (PriceSearch.Found one : found) {
            PricedModel model = one.model();
            PricePeriod period = model.periodAt(micros);
            candidates.add(new Candidate(
                    model.list(),
                    model.name(),
                    one.match(),
                    one.source(),
                    period == null ? null : period.priceId(),
                    period == null || period.hours() == null
                            ? null
                            : period.hours().text()));
            if (arithmetic == null
                    && period != null
                    && price instanceof Price.Priced priced
                    && priced.priceId().equals(period.priceId())) {
                arithmetic = arithmetic(period, use, tokens);
            }
        }
        return new PriceExplanation(use, List.copyOf(candidates), price, arithmetic);
    }

    private static Arithmetic arithmetic(PricePeriod period, ModelUse use, TokenParts.Parts tokens) {
        ServiceTier tier = ServiceTier.of(use.serviceTier());
        PricePeriod.Charge charge = period.charge(tier == null ? ServiceTier.STANDARD : tier, use.region(), tokens);
        Rates rates = charge.step().rates();
        List<Part> parts = new ArrayList<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (RateKind kind : RateKind.values()) {
            long units = kind.units(tokens);
            if (units > 0 && (kind != RateKind.CALL || rates.at(kind) > 0)) {
                BigDecimal each = FemtoUsd.toUsd(rates.at(kind));
                BigDecimal usd = each.multiply(BigDecimal.valueOf(units));
                sum = sum.add(usd);
                parts.add(new Part(
                        kind.key(), units, rates.chargedAs(kind).key(), PriceEntry.plain(each), PriceEntry.plain(usd)));
            }
        }
        return new Arithmetic(
                tokens.input(), period.factor(charge.uplift()), List.copyOf(parts), PriceEntry.plain(sum));
    }
}
