package dev.weir.topology.price;

import java.util.ArrayList;
import java.util.Collection;
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
    private final List<PricedModel> models = new ArrayList<>();
    private final Map<String, List<PricedModel>> exact = new HashMap<>();
    private final Map<String, List<PricedModel>> aliases = new HashMap<>();
    private final List<Family> families = new ArrayList<>();
    private final Set<String> hosts = new HashSet<>();
    private final Set<String> makers = new HashSet<>();

    private record Family(NameClause clause, PricedModel model) {}

    PriceLayer(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Number of models. */
    int size() {
        return models.size();
    }

    /** Every model, in the order of the list. */
    List<PricedModel> models() {
        return models;
    }

    void add(PricedModel model) {
        exact.computeIfAbsent(ModelNames.key(model.name()), k -> new ArrayList<>())
                .add(model);
        (model.listPrice() ? makers : hosts).addAll(model.providers());
        models.add(model);
    }

    void alias(String alias, PricedModel model) {
        aliases.computeIfAbsent(ModelNames.key(alias), k -> new ArrayList<>()).add(model);
    }

    /** Puts all names that fall under a rule under a model; the first model of a provider whose rule holds has the name. */
    void family(NameClause clause, PricedModel model) {
        families.add(new Family(clause, model));
    }

    /** Lets providers use the list price of another for models that they do not list themselves. */
    void passOn(Collection<String> providers) {
        makers.addAll(providers);
    }

    /** The models of one name. */
    List<PricedModel> named(String key, boolean alias) {
        return (alias ? aliases : exact).getOrDefault(key, List.of());
    }

    /** The models under whose rule a name falls, the first of each provider. Looks at every rule. */
    List<PricedModel> inFamily(String key) {
        List<PricedModel> found = new ArrayList<>();
        Set<Set<String>> seen = new HashSet<>();
        for (Family family : families) {
            if (family.clause().holds(key) && seen.add(family.model().providers())) {
                found.add(family.model());
            }
        }
        return found;
    }

    /** The model that a provider sells itself; {@code null} where there is none. */
    static @Nullable PricedModel sold(List<PricedModel> candidates, @Nullable String provider) {
        for (PricedModel candidate : candidates) {
            if (provider != null && candidate.providers().contains(provider)) {
                return candidate;
            }
        }
        return null;
    }

    /** The model whose list price a provider passes on; {@code null} where that cannot be told. */
    @Nullable
    PricedModel listed(List<PricedModel> candidates, @Nullable String provider) {
        PricedModel list = null;
        int lists = 0;
        for (PricedModel candidate : candidates) {
            if (candidate.listPrice()) {
                list = candidate;
                lists++;
            }
        }
        boolean hostOnly = provider != null && hosts.contains(provider) && !makers.contains(provider);
        return lists == 1 && !hostOnly ? list : null;
    }
}
