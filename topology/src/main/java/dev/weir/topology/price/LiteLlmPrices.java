package dev.weir.topology.price;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reader of LiteLLM's model table: USD per token, numbers or strings, context tiers and service tiers as field suffixes.
 *
 * <p>A key without its provider in front is the list price; {@code provider/model} is that provider's own. Left out and
 * counted: entries without a price per input token (images, seconds, pages), entries where every rate is 0, since zero
 * stands there for "not sold by the token" as often as for free, and entries whose numbers are no prices. The table has
 * no dates, so its prices hold at any time. Prices per query, per image and by hour of the day are not read.
 */
final class LiteLlmPrices {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** Field names, and what may follow: an older name of the cached read is the last one. */
    private static final Map<String, RateKind> FIELDS = Map.of(
            "input_cost_per_token", RateKind.INPUT,
            "output_cost_per_token", RateKind.OUTPUT,
            "cache_read_input_token_cost", RateKind.CACHE_READ,
            "cache_creation_input_token_cost", RateKind.CACHE_WRITE,
            "cache_creation_input_token_cost_above_1hr", RateKind.CACHE_WRITE_1H,
            "output_cost_per_reasoning_token", RateKind.REASONING,
            "input_cost_per_audio_token", RateKind.AUDIO_INPUT,
            "output_cost_per_audio_token", RateKind.AUDIO_OUTPUT);

    private static final String OLD_CACHE_READ = "input_cost_per_token_cache_hit";
    private static final Pattern FIELD =
            Pattern.compile("(.+?)(?:_above_(\\d+)k_tokens)?(?:_(batches|priority|flex))?");
    private static final Map<String, ServiceTier> TIERS =
            Map.of("batches", ServiceTier.BATCH, "priority", ServiceTier.PRIORITY, "flex", ServiceTier.FLEX);

    private final PriceLayer layer;
    private final Map<String, Integer> skipped = new TreeMap<>();

    private LiteLlmPrices(String name) {
        this.layer = new PriceLayer(name);
    }

    static LiteLlmBook read(InputStream in, String name) throws IOException {
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
        return new LiteLlmBook(new PriceBook(List.of(prices.layer)), root.size(), prices.skipped);
    }

    private void entry(String key, JsonNode entry) {
        if (key.equals("sample_spec") || !entry.isObject()) {
            skip("not a model");
            return;
        }
        RateCards cards;
        try {
            cards = cards(entry);
        } catch (ArithmeticException e) {
            skip("a rate is no price: " + e.getMessage());
            return;
        }
        if (!cards.base().has(RateKind.INPUT)) {
            skip("no price per input token");
        } else if (cards.isFree()) {
            skip("every rate is 0");
        } else {
            add(key, Providers.canonical(entry.path("litellm_provider").asText("")), cards, entry);
        }
    }

    private void skip(String reason) {
        skipped.merge(reason, 1, Integer::sum);
    }

    private void add(String key, String provider, RateCards cards, JsonNode entry) {
        int slash = key.indexOf('/');
        boolean prefixed =
                slash > 0 && Providers.canonical(key.substring(0, slash)).equals(provider);
        PricePeriod period = new PricePeriod(layer.name() + ":" + key, Long.MIN_VALUE, Long.MAX_VALUE, cards.cards());
        PricedModel model = new PricedModel(key, Set.of(provider), !prefixed, List.of(period));
        layer.add(model);
        Set<String> aliases = new HashSet<>();
        if (prefixed) {
            aliases.add(key.substring(slash + 1));
        }
        entry.path("aliases").forEach(alias -> aliases.add(alias.asText()));
        aliases.remove(key);
        aliases.forEach(alias -> layer.alias(alias, model));
    }

    private static RateCards cards(JsonNode entry) {
        Map<ServiceTier, Map<Long, Map<RateKind, Long>>> rates = new EnumMap<>(ServiceTier.class);
        entry.properties().forEach(field -> {
            Matcher matcher = FIELD.matcher(field.getKey());
            RateKind kind = matcher.matches() ? FIELDS.get(matcher.group(1)) : null;
            if (kind != null && !field.getValue().isNull()) {
                put(rates, matcher, kind, Rates.perToken(decimal(field.getValue())));
            }
        });
        RateCards cards = new RateCards();
        rates.forEach((tier, steps) -> steps.forEach((above, given) -> cards.with(tier, above, Rates.of(given))));
        if (!cards.base().has(RateKind.CACHE_READ) && entry.hasNonNull(OLD_CACHE_READ)) {
            cards.with(
                    ServiceTier.STANDARD,
                    0,
                    Rates.of(Map.of(RateKind.CACHE_READ, Rates.perToken(decimal(entry.path(OLD_CACHE_READ))))));
        }
        tieredPricing(cards, entry.path("tiered_pricing"));
        return cards;
    }

    private static void put(
            Map<ServiceTier, Map<Long, Map<RateKind, Long>>> rates, Matcher field, RateKind kind, long rate) {
        ServiceTier tier = field.group(3) == null ? ServiceTier.STANDARD : tier(field.group(3));
        long above = field.group(2) == null ? 0 : Long.parseLong(field.group(2)) * 1_000;
        rates.computeIfAbsent(tier, t -> new TreeMap<>())
                .computeIfAbsent(above, a -> new EnumMap<>(RateKind.class))
                .put(kind, rate);
    }

    private static ServiceTier tier(String suffix) {
        ServiceTier tier = TIERS.get(suffix);
        return tier == null ? ServiceTier.STANDARD : tier;
    }

    /** Ranges (lo, hi]: a step above each lo; what a range does not name is charged as its own input. */
    private static void tieredPricing(RateCards cards, JsonNode ranges) {
        List<JsonNode> all = new ArrayList<>();
        ranges.forEach(all::add);
        for (JsonNode range : all) {
            Map<RateKind, Long> rates = new EnumMap<>(RateKind.class);
            FIELDS.forEach((field, kind) -> {
                if (range.hasNonNull(field)) {
                    rates.put(kind, Rates.perToken(decimal(range.path(field))));
                }
            });
            JsonNode low = range.path("range").path(0);
            cards.with(ServiceTier.STANDARD, low.asLong(), Rates.of(rates).completed());
        }
    }

    private static BigDecimal decimal(@Nullable JsonNode value) {
        try {
            if (value != null && value.isNumber()) {
                return value.decimalValue();
            }
            return new BigDecimal(value == null ? "" : value.asText().strip());
        } catch (NumberFormatException e) {
            throw (ArithmeticException) new ArithmeticException("not a number").initCause(e);
        }
    }
}
