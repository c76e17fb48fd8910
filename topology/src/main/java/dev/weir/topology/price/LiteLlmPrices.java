package dev.weir.topology.price;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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

    private final PublishedFile file;

    private LiteLlmPrices(String name) {
        this.file = new PublishedFile(name);
    }

    static PublishedBook read(InputStream in, String name) throws IOException {
        JsonNode root = PublishedFile.json(in, name);
        if (!root.isObject()) {
            throw new InvalidPriceBookException(name, List.of("the file: expected an object of models"));
        }
        LiteLlmPrices prices = new LiteLlmPrices(name);
        prices.file.countEntries(root.size());
        root.properties()
                .forEach(entry -> prices.file.read(
                        () -> prices.entry(entry.getKey(), entry.getValue()), "hours or dates are not understood"));
        return prices.file.book("input_cost_per_token");
    }

    private void entry(String key, JsonNode entry) {
        if (key.equals("sample_spec") || !entry.path("litellm_provider").isTextual()) {
            file.skip("not a model", 1);
            return;
        }
        String provider = Providers.canonical(entry.path("litellm_provider").asText());
        LiteLlmEntry reader = new LiteLlmEntry(entry, provider.equals("xai"));
        RateCards cards = reader.cards();
        if (!cards.base().has(RateKind.INPUT)) {
            file.skip("no price per input token", 1);
        } else if (cards.isFree()) {
            file.skip("every rate is 0", 1);
        } else {
            add(key, provider, reader.periods(file.layer().name() + ":" + key), entry);
        }
    }

    private void add(String key, String provider, List<PricePeriod> periods, JsonNode entry) {
        PriceLayer layer = file.layer();
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
                file.leaveUnread(field.getKey());
            }
        });
    }
}
