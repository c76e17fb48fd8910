package dev.weir.topology.price;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reader of genai-prices' data ({@code data_slim.json} or {@code data.json}): providers with models, USD per million tokens,
 * tiers by all input, rules about names, and prices that begin on a date or hold in some hours of the day.
 *
 * <p>A provider is the maker of the models that its own {@code model_match} claims: their prices hold for calls that name no
 * provider. What its {@code provider_match} claims among the names we know are its other names. One with
 * {@code fallback_model_providers} passes on their list prices. Left out and counted: models without a price per input token,
 * those where every rate is 0, and those whose numbers, rules or dates are not understood.
 */
final class GenAiPrices {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final PriceLayer layer;
    private final Map<String, Integer> skipped = new TreeMap<>();
    private final Map<String, Integer> unread = new TreeMap<>();
    private int entries;

    private GenAiPrices(String name) {
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
        if (!root.isArray()) {
            throw new InvalidPriceBookException(name, List.of("the file: expected a list of providers"));
        }
        GenAiPrices prices = new GenAiPrices(name);
        Set<String> listed = new HashSet<>();
        root.forEach(
                provider -> listed.add(Providers.canonical(provider.path("id").asText())));
        root.forEach(provider -> prices.provider(provider, listed));
        if (prices.layer.size() == 0) {
            throw new InvalidPriceBookException(name, List.of("models with input_mtok = 0: expected at least one"));
        }
        return new PublishedBook(new PriceBook(List.of(prices.layer)), prices.entries, prices.skipped, prices.unread);
    }

    private void provider(JsonNode provider, Set<String> listed) {
        String id = provider.path("id").asText();
        Set<String> sellers = new LinkedHashSet<>();
        sellers.add(Providers.canonical(id));
        List<NameClause> makes = new ArrayList<>();
        try {
            if (provider.has("provider_match")) {
                NameClause named = GenAiClauses.read(provider.path("provider_match"));
                Providers.known().stream()
                        .filter(known -> !listed.contains(known) && named.holds(known))
                        .forEach(sellers::add);
            }
            if (provider.has("model_match")) {
                makes.add(GenAiClauses.read(provider.path("model_match")));
            }
        } catch (IllegalArgumentException e) {
            skipped.merge(
                    "rules about a provider are not understood",
                    provider.path("models").size(),
                    Integer::sum);
            entries += provider.path("models").size();
            return;
        }
        if (provider.hasNonNull("fallback_model_providers")) {
            layer.passOn(sellers);
        }
        provider.path("models").forEach(model -> model(id, sellers, makes, model));
    }

    private void model(String provider, Set<String> sellers, List<NameClause> makes, JsonNode node) {
        entries++;
        String name = node.path("id").asText();
        try {
            NameClause names = GenAiClauses.read(node.path("match"));
            GenAiModel reader = new GenAiModel(node.path("prices"), layer.name() + ":" + provider + "/" + name);
            String problem = reader.problem();
            if (!problem.isEmpty()) {
                skip(problem);
                return;
            }
            boolean made = makes.stream().anyMatch(clause -> clause.holds(ModelNames.key(name)));
            PricedModel model = new PricedModel(layer.name(), name, Set.copyOf(sellers), made, reader.periods());
            add(provider, model, names);
            reader.unread().forEach(field -> unread.merge(field, 1, Integer::sum));
        } catch (ArithmeticException e) {
            skip("a rate is no price: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            skip("rules, hours or dates are not understood");
        }
    }

    private void add(String provider, PricedModel model, NameClause names) {
        layer.add(model);
        Set<String> aliases = new LinkedHashSet<>(GenAiClauses.equal(names));
        aliases.add(provider + "/" + model.name());
        model.providers().forEach(seller -> aliases.add(seller + "/" + model.name()));
        aliases.remove(ModelNames.key(model.name()));
        aliases.forEach(alias -> layer.alias(alias, model));
        GenAiClauses.beyondEqual(names).ifPresent(rule -> layer.family(rule, model));
    }

    private void skip(String reason) {
        skipped.merge(reason, 1, Integer::sum);
    }
}
