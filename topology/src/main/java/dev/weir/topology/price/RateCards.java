package dev.weir.topology.price;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a price list says of one model at one time, as it says it: partial rates by service tier and threshold, and factors
 * by region. {@link #table} fills the gaps.
 *
 * <p>A tier without any rate is charged as standard, and the price says so; a tier with some takes the others from the
 * standard tier at the same threshold. The fast tier is charged as priority where it has none. Batch is half of the standard
 * rate wherever its own is missing, which is what every provider that has a batch tier charges.
 */
final class RateCards {

    private final Map<ServiceTier, TreeMap<Long, Rates>> given = new EnumMap<>(ServiceTier.class);
    private final Map<String, BigDecimal> uplifts = new HashMap<>();

    /** Adds rates of a tier above a number of input tokens (0: the base). */
    RateCards with(ServiceTier tier, long above, Rates rates) {
        if (!rates.isEmpty()) {
            given.computeIfAbsent(tier, t -> new TreeMap<>()).merge(above, rates, (old, more) -> more.over(old));
        }
        return this;
    }

    /** Adds a factor on everything in a region; one of 1 is none. */
    RateCards withUplift(String region, BigDecimal factor) {
        if (factor.compareTo(BigDecimal.ONE) != 0) {
            uplifts.put(region, factor);
        }
        return this;
    }

    /** Charges a tier at a multiple of the standard one. */
    RateCards withMultiple(ServiceTier tier, BigDecimal factor) {
        Map<Long, Rates> standard = given.getOrDefault(ServiceTier.STANDARD, new TreeMap<>());
        standard.forEach((above, rates) -> with(tier, above, rates.times(factor)));
        return this;
    }

    /** The same with other standard rates, whatever the length of the prompt: what holds during off-peak hours. */
    RateCards replaced(Rates rates) {
        RateCards other = new RateCards();
        other.uplifts.putAll(uplifts);
        given.forEach((tier, steps) -> steps.forEach(
                (above, old) -> other.with(tier, above, tier == ServiceTier.STANDARD ? rates.over(old) : old)));
        return other.with(ServiceTier.STANDARD, 0, rates);
    }

    Rates base() {
        return rates(ServiceTier.STANDARD, 0);
    }

    boolean isFree() {
        return given.values().stream().flatMap(steps -> steps.values().stream()).allMatch(Rates::isFree);
    }

    /**
     * One complete card a tier, and the same for each region.
     *
     * @throws ArithmeticException if a rate times a region's factor is no whole number of femto-USD
     */
    RateTable table() {
        RateCard standard = RateCard.of(ServiceTier.STANDARD, base(), steps(ServiceTier.STANDARD, base()));
        List<RateCard> cards = new ArrayList<>();
        for (ServiceTier tier : ServiceTier.values()) {
            cards.add(card(tier, standard));
        }
        Map<String, List<RateCard>> regional = new HashMap<>();
        uplifts.forEach((region, factor) -> regional.put(
                region, cards.stream().map(card -> card.times(factor)).toList()));
        return new RateTable(cards, regional);
    }

    private RateCard card(ServiceTier tier, RateCard standard) {
        return switch (tier) {
            case STANDARD -> standard;
            case BATCH -> card(tier, base().halved());
            case FLEX, PRIORITY -> given.containsKey(tier) ? card(tier, base()) : standard;
            case FAST -> given.containsKey(tier) ? card(tier, base()) : card(ServiceTier.PRIORITY, standard);
        };
    }

    private RateCard card(ServiceTier tier, Rates fallback) {
        Rates base = rates(tier, 0).over(fallback);
        return RateCard.of(tier, base, steps(tier, base));
    }

    /** Steps of a tier: its own rate above a threshold, else the standard one (batch: half of it), else the tier's base. */
    private List<RateCard.Step> steps(ServiceTier tier, Rates base) {
        TreeMap<Long, Rates> thresholds = new TreeMap<>(given.getOrDefault(ServiceTier.STANDARD, new TreeMap<>()));
        given.getOrDefault(tier, new TreeMap<>()).forEach(thresholds::putIfAbsent);
        thresholds.remove(0L);
        List<RateCard.Step> steps = new ArrayList<>();
        for (long above : thresholds.keySet()) {
            Rates standard = rates(ServiceTier.STANDARD, above);
            Rates fallback = tier == ServiceTier.BATCH ? standard.halved() : standard;
            steps.add(new RateCard.Step(above, rates(tier, above).over(fallback).over(base)));
        }
        return steps;
    }

    private Rates rates(ServiceTier tier, long above) {
        TreeMap<Long, Rates> steps = given.get(tier);
        Rates rates = steps == null ? null : steps.get(above);
        return rates == null ? Rates.NONE : rates;
    }
}
