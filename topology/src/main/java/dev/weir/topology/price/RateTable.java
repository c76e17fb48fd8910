package dev.weir.topology.price;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rate cards of one price: one a service tier, and further ones for the regions in which all of it costs more.
 *
 * @param cards one a tier, in the order of the tiers
 * @param regional the same by region: a name as the list has it, {@value #EUROPE}, {@value #AMERICA}, or {@value #ANY} for
 *     every region but the global one
 */
record RateTable(List<RateCard> cards, Map<String, List<RateCard>> regional) {

    static final String EUROPE = "eu";
    static final String AMERICA = "us";
    static final String ANY = "any";

    RateTable {
        cards = List.copyOf(cards);
        regional = Map.copyOf(regional);
    }

    /** Name under which a region's cards stand; {@code null} where the region costs nothing extra. */
    @Nullable
    String upliftOf(@Nullable String region) {
        if (region == null || regional.isEmpty()) {
            return null;
        }
        String name = region.strip().toLowerCase(Locale.ROOT);
        if (regional.containsKey(name)) {
            return name;
        }
        return switch (name) {
            case "", "global", "not_available", "default", "unknown" -> null;
            default -> {
                String area = name.startsWith("eu") ? EUROPE : name.startsWith("us") ? AMERICA : ANY;
                yield regional.containsKey(area) ? area : regional.containsKey(ANY) ? ANY : null;
            }
        };
    }

    /** The card of a tier, where {@link #upliftOf} says so that of a region. */
    RateCard card(ServiceTier tier, @Nullable String uplift) {
        return (uplift == null ? cards : regional.getOrDefault(uplift, cards)).get(tier.ordinal());
    }
}
