package dev.weir.topology.price;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reader of one model's entry in a price list; collects problems instead of stopping at the first. */
final class YamlModel {

    private static final String ABOVE = "above_";
    private static final String OFF_PEAK = "off_peak";
    private static final String UPLIFT = "uplift";
    private static final Map<String, ServiceTier> TIERS = Map.of(
            "flex", ServiceTier.FLEX,
            "priority", ServiceTier.PRIORITY,
            "fast", ServiceTier.FAST,
            "batch", ServiceTier.BATCH);

    private final String book;
    private final String path;
    private final List<String> problems;

    YamlModel(String book, String path, List<String> problems) {
        this.book = book;
        this.path = path;
        this.problems = problems;
    }

    /** Prices over time, those of some hours in front, then the oldest first: an entry is one period or a list of them. */
    List<PricePeriod> periods(JsonNode node) {
        List<PricePeriod> periods = new ArrayList<>();
        List<PricePeriod> all = new ArrayList<>();
        for (JsonNode entry : entries(node)) {
            if (entry.isObject()) {
                period(entry, periods, all);
            } else {
                problems.add(path + ": expected prices as {input: …, output: …}");
            }
        }
        periods.sort(Comparator.comparingLong(PricePeriod::from));
        for (int i = 1; i < periods.size(); i++) {
            if (periods.get(i).from() < periods.get(i - 1).to()) {
                problems.add(path + ": expected periods that do not overlap, found two before "
                        + periods.get(i).priceId());
            }
        }
        all.addAll(periods);
        return List.copyOf(all);
    }

    /** Other names of the model. */
    List<String> aliases(JsonNode node) {
        List<String> aliases = new ArrayList<>();
        for (JsonNode entry : entries(node)) {
            entry.path("aliases").forEach(alias -> aliases.add(alias.asText()));
        }
        return aliases;
    }

    private static Iterable<JsonNode> entries(JsonNode node) {
        return node.isArray() ? node : List.of(node);
    }

    private void period(JsonNode entry, List<PricePeriod> to, List<PricePeriod> offPeakTo) {
        RateCards cards = new RateCards();
        tier(cards, ServiceTier.STANDARD, entry, "");
        TIERS.forEach((key, tier) -> {
            if (entry.has(key)) {
                tier(cards, tier, entry.path(key), key + ".");
            }
        });
        entry.path(UPLIFT).properties().forEach(region -> uplift(cards, region.getKey(), region.getValue()));
        Set<String> known = new TreeSet<>(Set.of("from", "until", "aliases", OFF_PEAK, UPLIFT));
        known.addAll(TIERS.keySet());
        checkKeys(entry, known, "");
        if (!cards.base().has(RateKind.INPUT)) {
            problems.add(path + ".input = absent: expected USD per million tokens");
        }
        long from = time(entry, "from", Long.MIN_VALUE);
        long until = time(entry, "until", Long.MAX_VALUE);
        if (from >= until) {
            problems.add(path + ".until = " + entry.path("until").asText() + ": expected a time after from = "
                    + entry.path("from").asText());
        }
        String id = book + ":" + path
                + (entry.has("from") ? "@" + entry.path("from").asText() : "");
        to.add(new PricePeriod(id, from, until, null, table(cards)));
        Hours hours = entry.has(OFF_PEAK) ? hours(entry.path(OFF_PEAK).path("hours")) : null;
        if (hours != null) {
            Rates rates = rates(entry.path(OFF_PEAK), OFF_PEAK + ".");
            checkKeys(entry.path(OFF_PEAK), Set.of("hours"), OFF_PEAK + ".");
            offPeakTo.add(new PricePeriod(id + "#off-peak", from, until, hours, table(cards.replaced(rates))));
        }
    }

    private RateTable table(RateCards cards) {
        try {
            return cards.table();
        } catch (ArithmeticException e) {
            problems.add(
                    path + "." + UPLIFT + ": expected a factor whose product with every rate has at most 9 decimals");
            return new RateCards().table();
        }
    }

    private void uplift(RateCards cards, String region, JsonNode factor) {
        if (factor.isNumber() && factor.decimalValue().signum() > 0) {
            cards.withUplift(region, factor.decimalValue());
        } else {
            problems.add(path + "." + UPLIFT + "." + region + " = " + factor.asText() + ": expected a factor above 0");
        }
    }

    private @Nullable Hours hours(JsonNode node) {
        List<Hours.Rule> rules = new ArrayList<>();
        try {
            entries(node).forEach(one -> rules.add(Hours.rule(one.asText())));
            return new Hours(ZoneOffset.UTC, rules);
        } catch (IllegalArgumentException e) {
            problems.add(path + "." + OFF_PEAK + "." + e.getMessage());
            return null;
        }
    }

    private void tier(RateCards cards, ServiceTier tier, JsonNode node, String prefix) {
        cards.with(tier, 0, rates(node, prefix));
        node.properties().forEach(field -> {
            if (field.getKey().startsWith(ABOVE)) {
                Long above = threshold(field.getKey());
                if (above == null) {
                    problems.add(path + "." + prefix + field.getKey() + ": expected above_ and a number of tokens");
                } else {
                    String inner = prefix + field.getKey() + ".";
                    cards.with(tier, above, rates(field.getValue(), inner));
                    checkKeys(field.getValue(), Set.of(), inner);
                }
            }
        });
        if (!prefix.isEmpty()) {
            checkKeys(node, Set.of(), prefix);
        }
    }

    private Rates rates(JsonNode node, String prefix) {
        Map<RateKind, Long> rates = new EnumMap<>(RateKind.class);
        for (RateKind kind : RateKind.values()) {
            JsonNode value = node.path(kind.key());
            if (!value.isMissingNode()) {
                try {
                    BigDecimal usd = decimal(value);
                    rates.put(kind, kind == RateKind.CALL ? FemtoUsd.perCall(usd) : FemtoUsd.perMillion(usd));
                } catch (ArithmeticException e) {
                    problems.add(path + "." + prefix + kind.key() + " = " + value.asText()
                            + (kind == RateKind.CALL
                                    ? ": expected USD per call, 0 to 100"
                                    : ": expected USD per million tokens, 0 to 100000 with at most 9 decimals"));
                }
            }
        }
        return Rates.of(rates);
    }

    private static BigDecimal decimal(JsonNode value) {
        if (!value.isNumber()) {
            throw new ArithmeticException("not a number");
        }
        return value.decimalValue();
    }

    private void checkKeys(JsonNode node, Set<String> known, String prefix) {
        Set<String> all = new TreeSet<>(known);
        Stream.of(RateKind.values()).forEach(kind -> all.add(kind.key()));
        node.fieldNames().forEachRemaining(key -> {
            if (!all.contains(key) && !key.startsWith(ABOVE)) {
                problems.add(path + "." + prefix + key + ": unknown key, expected one of " + all + " or above_N");
            }
        });
    }

    private long time(JsonNode entry, String key, long absent) {
        if (!entry.has(key)) {
            return absent;
        }
        Long micros = timeMicros(entry.path(key).asText());
        if (micros == null) {
            problems.add(path + "." + key + " = " + entry.path(key).asText()
                    + ": expected a date, YYYY-MM-DD, or a time in UTC, YYYY-MM-DDThh:mm:ssZ");
            return absent;
        }
        return micros;
    }

    private static @Nullable Long threshold(String key) {
        String digits = key.substring(ABOVE.length());
        return digits.matches("[1-9][0-9]{0,9}") ? Long.valueOf(digits) : null;
    }

    /** A time, or midnight UTC of a date; {@code null} where the text is neither. */
    private static @Nullable Long timeMicros(String text) {
        try {
            if (text.contains("T")) {
                return TimeUnit.SECONDS.toMicros(Instant.parse(text).getEpochSecond());
            }
            return dateMicros(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Midnight UTC of a date; {@code null} where the text is none. */
    static @Nullable Long dateMicros(String date) {
        try {
            return TimeUnit.SECONDS.toMicros(
                    LocalDate.parse(date).atStartOfDay().toEpochSecond(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return null;
        }
    }

    static void unknownKeys(JsonNode node, Set<String> known, String prefix, List<String> problems) {
        node.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                problems.add(prefix + key + ": unknown key, expected one of " + new TreeSet<>(known));
            }
        });
    }
}
