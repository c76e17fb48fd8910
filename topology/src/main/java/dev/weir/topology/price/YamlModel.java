package dev.weir.topology.price;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
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
    private static final Map<String, ServiceTier> TIERS =
            Map.of("flex", ServiceTier.FLEX, "priority", ServiceTier.PRIORITY, "batch", ServiceTier.BATCH);

    private final String book;
    private final String path;
    private final List<String> problems;

    YamlModel(String book, String path, List<String> problems) {
        this.book = book;
        this.path = path;
        this.problems = problems;
    }

    /** Prices over time, the oldest first: an entry is one period or a list of them. */
    List<PricePeriod> periods(JsonNode node) {
        List<PricePeriod> periods = new ArrayList<>();
        for (JsonNode entry : entries(node)) {
            if (entry.isObject()) {
                periods.add(period(entry));
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
        return List.copyOf(periods);
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

    private PricePeriod period(JsonNode entry) {
        RateCards cards = new RateCards();
        tier(cards, ServiceTier.STANDARD, entry, "");
        TIERS.forEach((key, tier) -> {
            if (entry.has(key)) {
                tier(cards, tier, entry.path(key), key + ".");
            }
        });
        Set<String> known = new TreeSet<>(Set.of("from", "until", "aliases"));
        known.addAll(TIERS.keySet());
        checkKeys(entry, known, "");
        if (!cards.base().has(RateKind.INPUT)) {
            problems.add(path + ".input = absent: expected USD per million tokens");
        }
        long from = date(entry, "from", Long.MIN_VALUE);
        long to = date(entry, "until", Long.MAX_VALUE);
        if (from >= to) {
            problems.add(path + ".until = " + entry.path("until").asText() + ": expected a date after from = "
                    + entry.path("from").asText());
        }
        String since = entry.has("from") ? "@" + entry.path("from").asText() : "";
        return new PricePeriod(book + ":" + path + since, from, to, cards.cards());
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
                    rates.put(kind, Rates.perMillion(decimal(value)));
                } catch (ArithmeticException e) {
                    problems.add(path + "." + prefix + kind.key() + " = " + value.asText()
                            + ": expected USD per million tokens, 0 to 100000 with at most 9 decimals");
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

    private long date(JsonNode entry, String key, long absent) {
        if (!entry.has(key)) {
            return absent;
        }
        Long micros = dateMicros(entry.path(key).asText());
        if (micros == null) {
            problems.add(path + "." + key + " = " + entry.path(key).asText() + ": expected a date, YYYY-MM-DD");
            return absent;
        }
        return micros;
    }

    private static @Nullable Long threshold(String key) {
        String digits = key.substring(ABOVE.length());
        return digits.matches("[1-9][0-9]{0,9}") ? Long.valueOf(digits) : null;
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
