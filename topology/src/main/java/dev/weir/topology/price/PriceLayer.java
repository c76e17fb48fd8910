package dev.weir.topology.price;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One price list, indexed by name.
 *
 * <p>Who sells matters: a provider that the list knows only as a host of other people's models sells at its own prices, so
 * a model it does not list there has none. Any other provider, a gateway or an unknown one, is taken to pass on the
 * maker's list price.
 */
final class PriceLayer {

    private final String name;
    private final Map<String, List<PricedModel>> exact = new HashMap<>();
    private final Map<String, List<PricedModel>> aliases = new HashMap<>();
    private final Set<String> hosts = new HashSet<>();
    private final Set<String> makers = new HashSet<>();
    private int models;

    PriceLayer(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Number of models. */
    int size() {
        return models;
    }

    void add(PricedModel model) {
        exact.computeIfAbsent(ModelNames.key(model.name()), k -> new ArrayList<>())
                .add(model);
        (model.listPrice() ? makers : hosts).addAll(model.providers());
        models++;
    }

    void alias(String alias, PricedModel model) {
        aliases.computeIfAbsent(ModelNames.key(alias), k -> new ArrayList<>()).add(model);
    }

    /** The models of one name. */
    List<PricedModel> named(String key, boolean alias) {
        return (alias ? aliases : exact).getOrDefault(key, List.of());
    }

    Set<String> names() {
        return exact.keySet();
    }

    /** The model that a provider's call is charged by; {@code null} where that cannot be told. */
    @Nullable
    PricedModel choose(List<PricedModel> candidates, @Nullable String provider) {
        PricedModel list = null;
        int lists = 0;
        for (PricedModel candidate : candidates) {
            if (provider != null && candidate.providers().contains(provider)) {
                return candidate;
            }
            if (candidate.listPrice()) {
                list = candidate;
                lists++;
            }
        }
        boolean hostOnly = provider != null && hosts.contains(provider) && !makers.contains(provider);
        return lists == 1 && !hostOnly ? list : null;
    }
}
