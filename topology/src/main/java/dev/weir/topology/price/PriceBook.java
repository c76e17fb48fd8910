package dev.weir.topology.price;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What models cost, by provider, name and time.
 *
 * <p>The model that answered decides, and where it is not in the book the one that was asked for. Each name is looked up
 * as it stands, then as an alias, then stripped (see {@link ModelNames}); a path such as {@code groq/…} names the provider
 * where the event does not, or where the provider it names does not sell the model. The price is the one of the event's own time.
 * All tokens of a call with more input tokens than a context threshold are charged at that threshold's rates. Costs are
 * whole numbers throughout and rounded once a call, half-even, to nano-USD. What is not known is
 * {@link Price.Unpriced}, never 0.
 *
 * <p>Immutable and thread-safe. About 70 ns a call; resolved names are remembered, at most {@value #REMEMBERED_NAMES}.
 */
public final class PriceBook {

    private static final int REMEMBERED_NAMES = 8_192;

    private final List<PriceLayer> layers;
    private final Map<Names, Resolution> resolved = new ConcurrentHashMap<>();

    private record Names(
            @Nullable String provider,
            @Nullable String response,
            @Nullable String request) {}

    private record Found(PricedModel model, PriceMatch match) {}

    private record Resolution(List<Found> found, Price.Reason otherwise) {}

    PriceBook(List<PriceLayer> layers) {
        this.layers = List.copyOf(layers);
    }

    /** A book without prices: every call is unpriced. */
    public static PriceBook empty() {
        return new PriceBook(List.of());
    }

    /** This book, and another one for what this one does not know. Exact names of either win over stripped names of both. */
    public PriceBook orElse(PriceBook other) {
        List<PriceLayer> all = new ArrayList<>(layers);
        all.addAll(other.layers);
        return new PriceBook(all);
    }

    /** Number of models, over all books joined. */
    public int size() {
        return layers.stream().mapToInt(PriceLayer::size).sum();
    }

    List<PriceLayer> layers() {
        return layers;
    }

    /**
     * Cost of a call.
     *
     * @param eventTimeMicros end of the call, microseconds since the epoch
     */
    public Price price(ModelUse use, TokenParts.Parts parts, long eventTimeMicros) {
        ServiceTier tier = ServiceTier.of(use.serviceTier());
        Resolution resolution = resolve(new Names(use.provider(), use.responseModel(), use.requestModel()));
        if (resolution.found().isEmpty()) {
            return new Price.Unpriced(resolution.otherwise());
        }
        if (tier == null) {
            return new Price.Unpriced(Price.Reason.UNKNOWN_SERVICE_TIER);
        }
        for (Found found : resolution.found()) {
            for (PricePeriod period : found.model().periods()) {
                if (period.holdsAt(eventTimeMicros)) {
                    return period.price(tier, parts, found.match());
                }
            }
        }
        return new Price.Unpriced(Price.Reason.NO_PRICE_AT_TIME);
    }

    private Resolution resolve(Names names) {
        Resolution known = resolved.get(names);
        if (known != null) {
            return known;
        }
        Resolution fresh = search(names);
        if (resolved.size() < REMEMBERED_NAMES) {
            resolved.put(names, fresh);
        }
        return fresh;
    }

    private Resolution search(Names names) {
        String provider =
                names.provider() == null || names.provider().isBlank() ? null : Providers.canonical(names.provider());
        boolean named = false;
        boolean ambiguous = false;
        for (String name : new @Nullable String[] {names.response(), names.request()}) {
            if (name == null || name.isBlank()) {
                continue;
            }
            named = true;
            Search search = new Search(provider);
            search.run(ModelNames.key(name));
            ambiguous |= search.ambiguous;
            if (!search.found.isEmpty()) {
                return new Resolution(List.copyOf(search.found), Price.Reason.UNKNOWN_MODEL);
            }
        }
        return new Resolution(
                List.of(),
                !named
                        ? Price.Reason.NO_MODEL
                        : ambiguous ? Price.Reason.AMBIGUOUS_PROVIDER : Price.Reason.UNKNOWN_MODEL);
    }

    /** One search for one name through all layers: all that are found, the best first. */
    private final class Search {
        private final @Nullable String provider;
        private @Nullable String prefix;
        private final List<Found> found = new ArrayList<>();
        private boolean ambiguous;

        Search(@Nullable String provider) {
            this.provider = provider;
        }

        void run(String key) {
            int slash = key.indexOf('/');
            prefix = slash > 0 ? Providers.canonical(key.substring(0, slash)) : null;
            for (PriceLayer layer : layers) {
                look(layer, key, false, PriceMatch.EXACT);
                look(layer, key, true, PriceMatch.ALIAS);
            }
            for (PriceLayer layer : layers) {
                for (String form : ModelNames.stripped(key)) {
                    look(layer, form, false, PriceMatch.STRIPPED);
                    look(layer, form, true, PriceMatch.STRIPPED);
                }
            }
        }

        private void look(PriceLayer layer, String key, boolean alias, PriceMatch match) {
            List<PricedModel> candidates = layer.named(key, alias);
            PricedModel chosen = provider == null && prefix != null ? null : layer.choose(candidates, provider);
            if (chosen == null && prefix != null) {
                chosen = layer.choose(candidates, prefix);
            }
            if (chosen != null) {
                found.add(new Found(chosen, match));
            }
            ambiguous |= chosen == null && !candidates.isEmpty();
        }
    }
}
