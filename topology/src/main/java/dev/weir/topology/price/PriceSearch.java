package dev.weir.topology.price;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One search for the models of a call through all lists. What a list says of the name itself comes before what it is taken to
 * mean, the lists in their order within each; in one list, what the provider sells comes before the list price of another.
 */
final class PriceSearch {

    private final List<PriceLayer> layers;
    private final @Nullable String provider;
    private final ModelSource source;
    private final String key;
    private final @Nullable String prefix;
    private final List<Found> found = new ArrayList<>();
    private boolean seen;

    /** A model, and how its name was found. */
    record Found(PricedModel model, PriceMatch match, ModelSource source) {}

    private PriceSearch(List<PriceLayer> layers, @Nullable String provider, ModelSource source, String name) {
        this.layers = layers;
        this.provider = provider;
        this.source = source;
        this.key = ModelNames.key(name);
        int slash = key.indexOf('/');
        this.prefix = slash > 0 ? Providers.canonical(key.substring(0, slash)) : null;
    }

    /**
     * What was found, the best first.
     *
     * @param otherwise why nothing was
     */
    record Resolution(List<Found> found, Price.Reason otherwise) {}

    /** The models of a call: those of the model that answered, else those of the one that was asked for. */
    static Resolution resolve(
            List<PriceLayer> layers, @Nullable String provider, @Nullable String response, @Nullable String request) {
        String canonical = provider == null || provider.isBlank() ? null : Providers.canonical(provider);
        Price.Reason otherwise = Price.Reason.NO_MODEL;
        for (ModelSource source : ModelSource.values()) {
            String name = source == ModelSource.RESPONSE ? response : request;
            if (name != null && !name.isBlank()) {
                PriceSearch search = new PriceSearch(layers, canonical, source, name);
                search.run();
                if (!search.found.isEmpty()) {
                    return new Resolution(List.copyOf(search.found), Price.Reason.UNKNOWN_MODEL);
                }
                otherwise = search.seen || otherwise == Price.Reason.AMBIGUOUS_PROVIDER
                        ? Price.Reason.AMBIGUOUS_PROVIDER
                        : Price.Reason.UNKNOWN_MODEL;
            }
        }
        return new Resolution(List.of(), otherwise);
    }

    private void run() {
        for (PriceLayer layer : layers) {
            List<PricedModel> exact = layer.named(key, false);
            List<PricedModel> aliases = layer.named(key, true);
            sold(exact, PriceMatch.EXACT);
            sold(aliases, PriceMatch.ALIAS);
            sold(layer.inFamily(key), PriceMatch.FAMILY);
            listed(layer, exact, PriceMatch.EXACT);
            listed(layer, aliases, PriceMatch.ALIAS);
        }
        for (PriceLayer layer : layers) {
            listed(layer, layer.inFamily(key), PriceMatch.FAMILY);
            for (String form : ModelNames.stripped(key)) {
                either(layer, layer.named(form, false));
                either(layer, layer.named(form, true));
                either(layer, layer.inFamily(form));
            }
        }
    }

    private void either(PriceLayer layer, List<PricedModel> candidates) {
        sold(candidates, PriceMatch.STRIPPED);
        listed(layer, candidates, PriceMatch.STRIPPED);
    }

    private void sold(List<PricedModel> candidates, PriceMatch match) {
        PricedModel own = PriceLayer.sold(candidates, provider);
        add(candidates, own != null ? own : PriceLayer.sold(candidates, prefix), match);
    }

    private void listed(PriceLayer layer, List<PricedModel> candidates, PriceMatch match) {
        PricedModel own = provider == null && prefix != null ? null : layer.listed(candidates, provider);
        add(candidates, own == null && prefix != null ? layer.listed(candidates, prefix) : own, match);
    }

    private void add(List<PricedModel> candidates, @Nullable PricedModel model, PriceMatch match) {
        seen |= !candidates.isEmpty();
        if (model != null && found.stream().noneMatch(one -> one.model() == model)) {
            found.add(new Found(model, match, source));
        }
    }
}
