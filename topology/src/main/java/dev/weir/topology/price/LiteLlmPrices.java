package dev.weir.topology.price;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reader of LiteLLM's model table: USD per token, numbers or strings, context tiers and service tiers as field suffixes.
 *
 * <p>A key without its provider in front is the list price; {@code provider/model} is that provider's own. Left out and
 * counted: entries without a price per input token (images, seconds, pages), entries where every rate is 0, since zero
 * stands there for "not sold by the token" as often as for free, and entries whose numbers are no prices or whose hours are
 * not understood. An entry holds at any time, but for its {@code pricing_periods} and {@code off_peak_pricing}. Prices per
 * web search, image and second are not read, because no call says how many it used.
 */
final class LiteLlmPrices {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final PriceLayer layer;
    private final Map<String, Integer> skipped = new TreeMap<>();
    private final Map<String, Integer> unread = new TreeMap<>();

    private LiteLlmPrices(String name) {
        this.layer = new PriceLayer(name);
    }

    static PublishedBook read(InputStream in, String name) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(in);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new InvalidPriceBookException(name, List.of("line " + line + ": expected JSON"));
        }
        if (!root.isObject()) {
            throw new InvalidPriceBookException(name, List.of("the file: expected an object of models"));
        }
        LiteLlmPrices prices = new LiteLlmPrices(name);
        root.properties().forEach(entry -> prices.entry(entry.getKey(), entry.getValue()));
        if (prices.layer.size() == 0) {
            throw new InvalidPriceBookException(
                    name, List.of("models with input_cost_per_token = 0: expected at least one"));
        }
        return new PublishedBook(new PriceBook(List.of(prices.layer)), root.size(), prices.skipped, prices.unread);
    }

    private void entry(String key, JsonNode entry) {
        if (key.equals("sample_spec") || !entry.path("litellm_provider").isTextual()) {
            skip("not a model");
            return;
        }
        String provider = Providers.canonical(entry.path("litellm_provider").asText());
        LiteLlmEntry reader = new LiteLlmEntry(entry, provider.equals("xai"));
        try {
            RateCards cards = reader.cards();
            if (!cards.base().has(RateKind.INPUT)) {
                skip("no price per input token");
            } else if (cards.isFree()) {
                skip("every rate is 0");
            } else {
                add(key, provider, reader.periods(layer.name() + ":" + key), entry);
            }
        } catch (ArithmeticException e) {
            skip("a rate is no price: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            skip("hours or dates are not understood");
        }
    }

    private void skip(String reason) {
        skipped.merge(reason, 1, Integer::sum);
    }

    private void add(String key, String provider, List<PricePeriod> periods, JsonNode entry) {
        int slash = key.indexOf('/');
        boolean prefixed =
                slash > 0 && Providers.canonical(key.substring(0, slash)).equals(provider);
        PricedModel model = new PricedModel(layer.name(), key, Set.of(provider), !prefixed, periods);
        layer.add(model);
        Set<String> aliases = new HashSet<>();
        if (prefixed) {
            aliases.add(key.substring(slash + 1));
        }
        entry.path("aliases").forEach(alias -> aliases.add(alias.asText()));
        aliases.remove(key);
        aliases.forEach(alias -> layer.alias(alias, model));
        entry.properties().forEach(field -> {
            if (LiteLlmEntry.isUnread(field.getKey(), field.getValue())) {
                unread.merge(field.getKey(), 1, Integer::sum);
            }
        });
    }
}
