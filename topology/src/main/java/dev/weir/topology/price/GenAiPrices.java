package dev.weir.topology.price;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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

    private final PublishedFile file;

    private GenAiPrices(String name) {
        this.file = new PublishedFile(name);
    }

    static PublishedBook read(InputStream in, String name) throws IOException {
        JsonNode root = PublishedFile.json(in, name);
        if (!root.isArray()) {
            throw new InvalidPriceBookException(name, List.of("the file: expected a list of providers"));
        }
        GenAiPrices prices = new GenAiPrices(name);
        Set<String> listed = new HashSet<>();
        root.forEach(
                provider -> listed.add(Providers.canonical(provider.path("id").asText())));
        root.forEach(provider -> prices.provider(provider, listed));
        return prices.file.book("input_mtok");
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
            int models = provider.path("models").size();
            file.skip("rules about a provider are not understood", models);
            file.countEntries(models);
            return;
        }
        if (provider.hasNonNull("fallback_model_providers")) {
            file.layer().passOn(sellers);
        }
        for (JsonNode model : provider.path("models")) {
            file.countEntries(1);
            file.read(() -> model(id, sellers, makes, model), "rules, hours or dates are not understood");
        }
    }

    private void model(String provider, Set<String> sellers, List<NameClause> makes, JsonNode node) {
        String name = node.path("id").asText();
        String layer = file.layer().name();
        NameClause names = GenAiClauses.read(node.path("match"));
        GenAiModel reader = new GenAiModel(node.path("prices"), layer + ":" + provider + "/" + name);
        String problem = reader.problem();
        if (!problem.isEmpty()) {
            file.skip(problem, 1);
            return;
        }
        boolean made = makes.stream().anyMatch(clause -> clause.holds(ModelNames.key(name)));
        add(provider, new PricedModel(layer, name, Set.copyOf(sellers), made, reader.periods()), names);
        reader.unread().forEach(file::leaveUnread);
    }

    private void add(String provider, PricedModel model, NameClause names) {
        PriceLayer layer = file.layer();
        layer.add(model);
        Set<String> aliases = new LinkedHashSet<>(GenAiClauses.equal(names));
        aliases.add(provider + "/" + model.name());
        model.providers().forEach(seller -> aliases.add(seller + "/" + model.name()));
        aliases.remove(ModelNames.key(model.name()));
        aliases.forEach(alias -> layer.alias(alias, model));
        GenAiClauses.beyondEqual(names).ifPresent(rule -> layer.family(rule, model));
    }
}
