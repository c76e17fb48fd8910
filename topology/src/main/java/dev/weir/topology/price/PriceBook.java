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
 * as it stands, then as an alias, then by the book's rules for families of names and stripped (see {@link ModelNames}); a
 * path such as {@code groq/…} names the provider where the event does not, or where the provider it names does not sell the
 * model. The price is the one of the event's own time. All tokens of a call with more input tokens than a context threshold
 * are charged at that threshold's rates. Costs are whole numbers throughout and rounded once a call, half-even, to nano-USD.
 * Where a list names the model and has no rate for a kind of token that the call used, the next list that names it is asked.
 * What is not known is {@link Price.Unpriced}, never 0.
 *
 * <p>Immutable and thread-safe. About 100 ns a call; resolved names are remembered, at most {@value #REMEMBERED_NAMES}.
 */
public final class PriceBook implements Prices {

    private static final int REMEMBERED_NAMES = 8_192;

    private final List<PriceLayer> layers;
    private final Map<Names, PriceSearch.Resolution> resolved = new ConcurrentHashMap<>();

    private record Names(
            @Nullable String provider,
            @Nullable String response,
            @Nullable String request) {}

    PriceBook(List<PriceLayer> layers) {
        this.layers = List.copyOf(layers);
    }

    /** A book without prices: every call is unpriced. */
    public static PriceBook empty() {
        return new PriceBook(List.of());
    }

    /** This book, and another one for what this one does not know. Names that either has win over guesses of both. */
    public PriceBook orElse(PriceBook other) {
        List<PriceLayer> all = new ArrayList<>(layers);
        all.addAll(other.layers);
        return new PriceBook(all);
    }

    /** Number of models, over all books joined. */
    public int size() {
        return layers.stream().mapToInt(PriceLayer::size).sum();
    }

    /** Every model of every list, as the lists have them. */
    public List<PriceEntry> entries() {
        return layers.stream()
                .flatMap(layer -> layer.models().stream().map(model -> PriceEntry.of(layer.name(), model)))
                .toList();
    }

    @Override
    public Price price(ModelUse use, TokenParts.Parts parts, long eventTimeMicros) {
        ServiceTier tier = ServiceTier.of(use.serviceTier());
        PriceSearch.Resolution resolution = resolve(use);
        if (resolution.found().isEmpty()) {
            return new Price.Unpriced(resolution.otherwise());
        }
        if (tier == null) {
            return new Price.Unpriced(Price.Reason.UNKNOWN_SERVICE_TIER);
        }
        Price incomplete = null;
        for (PriceSearch.Found found : resolution.found()) {
            if (incomplete != null && !found.match().isNamed()) {
                return incomplete;
            }
            PricePeriod period = found.model().periodAt(eventTimeMicros);
            if (period != null) {
                Price price = period.price(tier, use.region(), parts, found.match(), found.source());
                if (!(price instanceof Price.Unpriced unpriced) || unpriced.reason() != Price.Reason.MISSING_RATE) {
                    return price;
                }
                incomplete = incomplete == null ? price : incomplete;
            }
        }
        return incomplete != null ? incomplete : new Price.Unpriced(Price.Reason.NO_PRICE_AT_TIME);
    }

    /** How the cost of a call comes about, step by step. Nothing is remembered. */
    public PriceExplanation explain(ModelUse use, TokenParts.Parts parts, long eventTimeMicros) {
        return PriceExplanation.of(
                use, parts, eventTimeMicros, search(use).found(), price(use, parts, eventTimeMicros));
    }

    /** The lists' models for a call, the one that is asked first in front. */
    public List<PriceEntry> entriesFor(ModelUse use) {
        return search(use).found().stream()
                .map(found -> PriceEntry.of(found.model().list(), found.model()))
                .distinct()
                .toList();
    }

    private PriceSearch.Resolution resolve(ModelUse use) {
        Names names = new Names(use.provider(), use.responseModel(), use.requestModel());
        PriceSearch.Resolution known = resolved.get(names);
        if (known != null) {
            return known;
        }
        PriceSearch.Resolution fresh = search(use);
        if (resolved.size() < REMEMBERED_NAMES) {
            resolved.put(names, fresh);
        }
        return fresh;
    }

    private PriceSearch.Resolution search(ModelUse use) {
        return PriceSearch.resolve(layers, use.provider(), use.responseModel(), use.requestModel());
    }
}
