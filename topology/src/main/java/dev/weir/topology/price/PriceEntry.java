package dev.weir.topology.price;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One model of one price list, for people.
 *
 * @param list name of the list
 * @param model its name there
 * @param providers who sells it at these prices
 * @param listPrice whether a call whose provider is not known to sell it at another price is charged this
 * @param periods the first that holds counts
 */
public record PriceEntry(String list, String model, Set<String> providers, boolean listPrice, List<Period> periods) {

    /**
     * A price over some time, {@code [from, until)}.
     *
     * @param from {@code null} where the list does not say since when
     * @param until {@code null} for a price that still holds
     * @param hours the hours of the week in which it holds; {@code null} for all
     */
    public record Period(
            String priceId,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable String hours,
            List<Line> lines) {

        /** Whether it holds at some time. */
        public boolean overlaps(Instant time) {
            return (from == null || !time.isBefore(from)) && (until == null || time.isBefore(until));
        }
    }

    /**
     * Rates of one billing tier for one length of prompt, those only that the list has, in USD per million tokens, or per
     * call where the name says so. Batch is left out where it is half of the standard tier.
     *
     * @param tier standard, flex, priority, fast or batch; {@code in REGION} for the factor on everything there
     * @param above for calls of more input tokens than this; 0 for the base
     */
    public record Line(String tier, long above, Map<String, BigDecimal> usd) {}

    static PriceEntry of(String list, PricedModel model) {
        return new PriceEntry(
                list,
                model.name(),
                model.providers(),
                model.listPrice(),
                model.periods().stream().map(PriceEntry::period).toList());
    }

    private static Period period(PricePeriod period) {
        List<Line> lines = new ArrayList<>();
        RateCard standard = period.rates().card(ServiceTier.STANDARD, null);
        for (ServiceTier tier : ServiceTier.values()) {
            RateCard card = period.rates().card(tier, null);
            for (RateCard.Step step : card.steps()) {
                boolean derived = tier == ServiceTier.BATCH
                        && standard.stepFor(step.above() + 1).rates().halved().equals(step.rates());
                if (card.tier() == tier && !derived) {
                    lines.add(new Line(tier.name().toLowerCase(Locale.ROOT), step.above(), usd(step.rates())));
                }
            }
        }
        period.rates().regional().keySet().stream()
                .sorted()
                .forEach(region -> lines.add(new Line("in " + region, 0, Map.of("times", period.factor(region)))));
        return new Period(
                period.priceId(),
                period.from() == Long.MIN_VALUE ? null : instant(period.from()),
                period.to() == Long.MAX_VALUE ? null : instant(period.to()),
                period.hours() == null ? null : period.hours().text(),
                List.copyOf(lines));
    }

    private static Map<String, BigDecimal> usd(Rates rates) {
        Map<String, BigDecimal> usd = new LinkedHashMap<>();
        for (RateKind kind : RateKind.values()) {
            boolean own = rates.has(kind) && rates.chargedAs(kind) == kind;
            if (own && (kind != RateKind.CALL || rates.at(kind) > 0)) {
                BigDecimal each = FemtoUsd.toUsd(rates.at(kind));
                usd.put(kind.key(), plain(kind == RateKind.CALL ? each : each.movePointRight(6)));
            }
        }
        return Collections.unmodifiableMap(usd);
    }

    static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
