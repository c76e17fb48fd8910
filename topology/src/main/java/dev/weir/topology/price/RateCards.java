package dev.weir.topology.price;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a price list says of one model at one time, as it says it: partial rates by service tier and threshold.
 * {@link #cards} fills the gaps.
 *
 * <p>A tier without any rate is charged as standard, and the price says so; a tier with some takes the others from the
 * standard tier at the same threshold. Batch is half of the standard rate wherever its own is missing, which is what every
 * provider that has a batch tier charges.
 */
final class RateCards {

    private final Map<ServiceTier, TreeMap<Long, Rates>> given = new EnumMap<>(ServiceTier.class);

    /** Adds rates of a tier above a number of input tokens (0: the base). */
    RateCards with(ServiceTier tier, long above, Rates rates) {
        if (!rates.isEmpty()) {
            given.computeIfAbsent(tier, t -> new TreeMap<>()).merge(above, rates, (old, more) -> more.over(old));
        }
        return this;
    }

    Rates base() {
        return rates(ServiceTier.STANDARD, 0);
    }

    boolean isFree() {
        return given.values().stream().flatMap(steps -> steps.values().stream()).allMatch(Rates::isFree);
    }

    /** One complete card a tier. */
    Map<ServiceTier, RateCard> cards() {
        Map<ServiceTier, RateCard> cards = new EnumMap<>(ServiceTier.class);
        RateCard standard = RateCard.of(ServiceTier.STANDARD, base(), steps(ServiceTier.STANDARD, base()));
        for (ServiceTier tier : ServiceTier.values()) {
            cards.put(tier, tier == ServiceTier.STANDARD ? standard : card(tier, standard));
        }
        return cards;
    }

    private RateCard card(ServiceTier tier, RateCard standard) {
        boolean batch = tier == ServiceTier.BATCH;
        if (!batch && !given.containsKey(tier)) {
            return standard;
        }
        Rates base = rates(tier, 0).over(batch ? base().halved() : base());
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
