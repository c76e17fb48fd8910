package dev.weir.topology.price;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Weir's own price list format: sections by provider, one line a model, USD per million tokens. The bundled
 * {@code prices.yaml} explains it. Every problem of a file is found before any is reported.
 */
final class YamlPrices {

    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final Set<String> TOP = Set.of("checked", "providers");
    private static final Set<String> SECTION = Set.of("provider", "hosts", "list_price", "source", "models");

    private final List<String> problems = new ArrayList<>();
    private final PriceLayer layer;
    private final Map<String, String> owners = new HashMap<>();

    private YamlPrices(String name) {
        this.layer = new PriceLayer(name);
    }

    /**
     * The prices of a file.
     *
     * @throws InvalidPriceBookException naming every problem
     * @throws IOException if reading fails
     */
    static PriceLayer read(Reader reader, String name) throws IOException {
        YamlPrices prices = new YamlPrices(name);
        try {
            prices.file(YAML.readTree(reader));
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            prices.problems.add("line " + line + ": expected YAML without repeated keys: " + e.getOriginalMessage());
        }
        if (!prices.problems.isEmpty()) {
            throw new InvalidPriceBookException(name, prices.problems);
        }
        return prices.layer;
    }

    private void file(JsonNode root) {
        if (!root.isObject()) {
            problems.add("the file: expected the keys checked and providers");
            return;
        }
        YamlModel.unknownKeys(root, TOP, "", problems);
        JsonNode sections = root.path("providers");
        if (!sections.isArray() || sections.isEmpty()) {
            problems.add("providers: expected a list of at least one provider");
            return;
        }
        if (YamlModel.dateMicros(root.path("checked").asText("")) == null) {
            problems.add("checked = " + root.path("checked").asText("absent") + ": expected a date, YYYY-MM-DD");
        }
        for (JsonNode section : sections) {
            section(section);
        }
    }

    private void section(JsonNode section) {
        String provider = section.path("provider").asText("");
        String path = provider.isEmpty() ? "providers[?]" : provider;
        if (provider.isEmpty()) {
            problems.add("provider = absent: expected the provider's name");
        }
        YamlModel.unknownKeys(section, SECTION, path + ".", problems);
        String source = section.path("source").asText("");
        if (!source.startsWith("https://")) {
            problems.add(path + ".source = " + (source.isEmpty() ? "absent" : source)
                    + ": expected the https address of the page the prices were read from");
        }
        JsonNode models = section.path("models");
        if (!models.isObject() || models.isEmpty()) {
            problems.add(path + ".models: expected at least one model");
            return;
        }
        Set<String> sellers = new LinkedHashSet<>();
        sellers.add(Providers.canonical(provider));
        section.path("hosts").forEach(host -> sellers.add(Providers.canonical(host.asText())));
        boolean listPrice = section.path("list_price").asBoolean(true);
        models.properties().forEach(model -> model(provider, sellers, listPrice, model.getKey(), model.getValue()));
    }

    private void model(String provider, Set<String> sellers, boolean listPrice, String name, JsonNode node) {
        YamlModel reader = new YamlModel(layer.name(), provider + "/" + name, problems);
        List<PricePeriod> periods = reader.periods(node);
        PricedModel model = new PricedModel(layer.name(), name, Set.copyOf(sellers), listPrice, periods);
        layer.add(model);
        claim(sellers, name, name);
        Set<String> prefixes = new LinkedHashSet<>(sellers);
        prefixes.add(provider);
        prefixes.forEach(prefix -> layer.alias(prefix + "/" + name, model));
        for (String alias : reader.aliases(node)) {
            layer.alias(alias, model);
            claim(sellers, alias, name);
        }
    }

    /** Two models of one seller under one name would make the price depend on their order. */
    private void claim(Set<String> sellers, String name, String model) {
        for (String seller : sellers) {
            String owner = owners.putIfAbsent(seller + "/" + ModelNames.key(name), model);
            if (owner != null) {
                problems.add(seller + "/" + name + ": expected one model, found it under " + owner + " and " + model);
            }
        }
    }
}
