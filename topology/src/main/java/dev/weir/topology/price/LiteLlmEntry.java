package dev.weir.topology.price;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reader of one entry of LiteLLM's table: what its fields say of rates by kind, threshold and billing tier, of factors by
 * region, of hours and of time.
 */
final class LiteLlmEntry {

    /** Field names, and what may follow: an older name of the cached read is the last one. */
    private static final Map<String, RateKind> FIELDS = Map.of(
            "input_cost_per_token", RateKind.INPUT,
            "output_cost_per_token", RateKind.OUTPUT,
            "cache_read_input_token_cost", RateKind.CACHE_READ,
            "cache_creation_input_token_cost", RateKind.CACHE_WRITE,
            "cache_creation_input_token_cost_above_1hr", RateKind.CACHE_WRITE_1H,
            "output_cost_per_reasoning_token", RateKind.REASONING,
            "input_cost_per_audio_token", RateKind.AUDIO_INPUT,
            "output_cost_per_audio_token", RateKind.AUDIO_OUTPUT,
            "input_cost_per_request", RateKind.CALL);

    private static final String OLD_CACHE_READ = "input_cost_per_token_cache_hit";
    private static final String OFF_PEAK = "off_peak_pricing";
    private static final String PERIODS = "pricing_periods";
    private static final String TIERED = "tiered_pricing";
    private static final String SPECIFIC = "provider_specific_entry";
    private static final Set<String> OTHERS = Set.of(OLD_CACHE_READ, OFF_PEAK, PERIODS, TIERED, SPECIFIC);
    private static final Map<String, String> UPLIFTS = Map.of(
            "regional_processing_uplift_multiplier_eu", RateTable.EUROPE,
            "regional_processing_uplift_multiplier_us", RateTable.AMERICA,
            "regional_endpoint_uplift_multiplier", RateTable.ANY);
    private static final Pattern FIELD =
            Pattern.compile("(.+?)(?:_above_(\\d+)k_tokens)?(?:_(batches|priority|flex))?");
    private static final Map<String, ServiceTier> TIERS =
            Map.of("batches", ServiceTier.BATCH, "priority", ServiceTier.PRIORITY, "flex", ServiceTier.FLEX);
    private static final Pattern PRICE = Pattern.compile(".*(_cost|cost_|pricing).*");

    private final JsonNode entry;
    private final boolean inclusive;

    /** @param inclusive whether a prompt of exactly a threshold's length is above it, which xAI alone has so */
    LiteLlmEntry(JsonNode entry, boolean inclusive) {
        this.entry = entry;
        this.inclusive = inclusive;
    }

    /** Whether a field is a price that this reader does not read. */
    static boolean isUnread(String field, JsonNode value) {
        return PRICE.matcher(field).matches()
                && !OTHERS.contains(field)
                && kind(FIELD.matcher(field)) == null
                && !(value.isNumber() && value.doubleValue() == 0)
                && !value.isNull();
    }

    private static @Nullable RateKind kind(Matcher field) {
        return field.matches() ? FIELDS.get(field.group(1)) : null;
    }

    /**
     * Its prices over time, those of some hours before those of all.
     *
     * @throws ArithmeticException if a number is no price
     * @throws IllegalArgumentException if a schedule is not understood
     */
    List<PricePeriod> periods(String priceId) {
        TreeMap<Long, JsonNode> byEnd = new TreeMap<>(Comparator.naturalOrder());
        entry.path(PERIODS).forEach(period -> byEnd.put(end(period), period));
        List<PricePeriod> periods = new ArrayList<>();
        long from = Long.MIN_VALUE;
        for (Map.Entry<Long, JsonNode> period : byEnd.entrySet()) {
            ObjectNode merged = entry.deepCopy();
            period.getValue().properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
            addPeriods(periods, priceId, merged, from, period.getKey());
            from = period.getKey();
        }
        addPeriods(periods, priceId, entry, from, Long.MAX_VALUE);
        return List.copyOf(periods);
    }

    private static long end(JsonNode period) {
        try {
            Instant until = OffsetDateTime.parse(period.path("effective_until").asText())
                    .toInstant();
            return TimeUnit.SECONDS.toMicros(until.getEpochSecond());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("effective_until", e);
        }
    }

    private void addPeriods(List<PricePeriod> to, String priceId, JsonNode node, long from, long until) {
        String since = from == Long.MIN_VALUE ? "" : "@" + Instant.ofEpochSecond(from / 1_000_000);
        RateCards cards = cards(node);
        JsonNode offPeak = node.path(OFF_PEAK);
        if (offPeak.isObject() && !offPeak.isEmpty()) {
            RateTable cheaper = cards.replaced(Rates.of(plainRates(offPeak))).table();
            to.add(new PricePeriod(priceId + since + "#off-peak", from, until, LiteLlmSchedule.read(offPeak), cheaper));
        }
        to.add(new PricePeriod(priceId + since, from, until, null, cards.table()));
    }

    /** What the entry says of all hours, at last. */
    RateCards cards() {
        return cards(entry);
    }

    private RateCards cards(JsonNode node) {
        Map<ServiceTier, Map<Long, Map<RateKind, Long>>> rates = new EnumMap<>(ServiceTier.class);
        node.properties().forEach(field -> {
            Matcher matcher = FIELD.matcher(field.getKey());
            RateKind kind = kind(matcher);
            if (kind != null && !field.getValue().isNull()) {
                put(rates, matcher, kind, rate(kind, field.getValue()));
            }
        });
        RateCards cards = new RateCards();
        rates.forEach((tier, steps) -> steps.forEach((above, given) -> cards.with(tier, above, Rates.of(given))));
        if (!cards.base().has(RateKind.CACHE_READ) && node.hasNonNull(OLD_CACHE_READ)) {
            long rate = rate(RateKind.CACHE_READ, node.path(OLD_CACHE_READ));
            cards.with(ServiceTier.STANDARD, 0, Rates.of(Map.of(RateKind.CACHE_READ, rate)));
        }
        node.path(TIERED)
                .forEach(range -> cards.with(
                        ServiceTier.STANDARD,
                        range.path("range").path(0).asLong(),
                        Rates.of(plainRates(range)).completed()));
        factors(cards, node);
        return cards;
    }

    private void put(Map<ServiceTier, Map<Long, Map<RateKind, Long>>> rates, Matcher field, RateKind kind, long rate) {
        ServiceTier tier = field.group(3) == null ? ServiceTier.STANDARD : tier(field.group(3));
        long above = field.group(2) == null ? 0 : Long.parseLong(field.group(2)) * 1_000 - (inclusive ? 1 : 0);
        rates.computeIfAbsent(tier, t -> new TreeMap<>())
                .computeIfAbsent(above, a -> new EnumMap<>(RateKind.class))
                .put(kind, rate);
    }

    private static ServiceTier tier(String suffix) {
        ServiceTier tier = TIERS.get(suffix);
        return tier == null ? ServiceTier.STANDARD : tier;
    }

    /** Rates of a part of the entry that has neither tiers nor thresholds. */
    private static Map<RateKind, Long> plainRates(JsonNode node) {
        Map<RateKind, Long> rates = new EnumMap<>(RateKind.class);
        FIELDS.forEach((field, kind) -> {
            if (node.hasNonNull(field)) {
                rates.put(kind, rate(kind, node.path(field)));
            }
        });
        return rates;
    }

    /** Factors on everything: by region, and for the fast tier. */
    private static void factors(RateCards cards, JsonNode node) {
        UPLIFTS.forEach((field, region) -> {
            if (node.hasNonNull(field)) {
                cards.withUplift(region, PublishedNumbers.decimal(node.path(field)));
            }
        });
        node.path(SPECIFIC).properties().forEach(field -> {
            if (field.getKey().equals("fast")) {
                cards.withMultiple(ServiceTier.FAST, PublishedNumbers.decimal(field.getValue()));
            } else if (field.getValue().isNumber()) {
                cards.withUplift(field.getKey(), field.getValue().decimalValue());
            }
        });
    }

    private static long rate(RateKind kind, JsonNode value) {
        BigDecimal usd = PublishedNumbers.decimal(value);
        return kind == RateKind.CALL ? FemtoUsd.perCall(usd) : FemtoUsd.perToken(usd);
    }
}
