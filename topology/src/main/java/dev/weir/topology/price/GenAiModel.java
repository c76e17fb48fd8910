package dev.weir.topology.price;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Reader of one model's prices in genai-prices' data: one set of rates, or several of which the last whose condition holds
 * counts.
 */
final class GenAiModel {

    private static final Map<String, RateKind> FIELDS = Map.ofEntries(
            Map.entry("input_mtok", RateKind.INPUT),
            Map.entry("output_mtok", RateKind.OUTPUT),
            Map.entry("cache_read_mtok", RateKind.CACHE_READ),
            Map.entry("cache_write_mtok", RateKind.CACHE_WRITE),
            Map.entry("cache_write_5m_mtok", RateKind.CACHE_WRITE),
            Map.entry("cache_write_1h_mtok", RateKind.CACHE_WRITE_1H),
            Map.entry("output_reasoning_mtok", RateKind.REASONING),
            Map.entry("input_audio_mtok", RateKind.AUDIO_INPUT),
            Map.entry("output_audio_mtok", RateKind.AUDIO_OUTPUT),
            Map.entry("requests_kcount", RateKind.CALL));

    private final String priceId;
    private final Set<String> unread = new TreeSet<>();
    private final List<Dated> dated = new ArrayList<>();
    private final List<PricePeriod> hourly = new ArrayList<>();
    private final boolean free;
    private final boolean sold;

    private record Dated(long from, String since, RateCards cards) {}

    /**
     * @throws ArithmeticException if a number is no price
     * @throws IllegalArgumentException if a condition is not understood
     */
    GenAiModel(JsonNode prices, String priceId) {
        this.priceId = priceId;
        if (prices.isArray()) {
            prices.forEach(this::conditional);
        } else {
            dated.add(new Dated(Long.MIN_VALUE, "", cards(prices)));
        }
        dated.sort((a, b) -> Long.compare(a.from, b.from));
        this.free = hourly.isEmpty() && dated.stream().allMatch(one -> one.cards.isFree());
        this.sold = !dated.isEmpty()
                && dated.stream().allMatch(one -> one.cards.base().has(RateKind.INPUT));
    }

    /** Why the model has no price that can be used; empty where it has one. */
    String problem() {
        return !sold ? "no price per input token" : free ? "every rate is 0" : "";
    }

    /** Prices that were not read. */
    Set<String> unread() {
        return unread;
    }

    /** Its prices over time, those of some hours before those of all. */
    List<PricePeriod> periods() {
        List<PricePeriod> periods = new ArrayList<>(hourly);
        for (int i = 0; i < dated.size(); i++) {
            Dated one = dated.get(i);
            long to = i + 1 < dated.size() ? dated.get(i + 1).from : Long.MAX_VALUE;
            periods.add(new PricePeriod(priceId + one.since, one.from, to, null, one.cards.table()));
        }
        return List.copyOf(periods);
    }

    private void conditional(JsonNode one) {
        JsonNode condition = one.path("constraint");
        RateCards cards = cards(one.path("prices"));
        if (condition.isMissingNode() || condition.isNull()) {
            dated.add(new Dated(Long.MIN_VALUE, "", cards));
        } else if (condition.hasNonNull("start_date")) {
            String date = condition.path("start_date").asText();
            dated.add(new Dated(midnight(date), "@" + date, cards));
        } else if (condition.hasNonNull("start_time") && condition.hasNonNull("end_time")) {
            Hours.Window window = Hours.Window.parse(time(condition, "start_time") + "-" + time(condition, "end_time"));
            hourly.add(
                    0,
                    new PricePeriod(
                            priceId + "#" + window,
                            Long.MIN_VALUE,
                            Long.MAX_VALUE,
                            Hours.daily(List.of(window)),
                            cards.table()));
        } else {
            throw new IllegalArgumentException("unknown condition");
        }
    }

    /** HH:MM of {@code HH:MM:SSZ}; whole minutes of UTC are all that prices change at. */
    private static String time(JsonNode condition, String field) {
        String text = condition.path(field).asText();
        if (!text.matches("\\d{2}:\\d{2}(:00)?(Z|\\+00:00)")) {
            throw new IllegalArgumentException(field);
        }
        return text.substring(0, 5);
    }

    private static long midnight(String date) {
        try {
            return TimeUnit.SECONDS.toMicros(
                    LocalDate.parse(date).atStartOfDay().toEpochSecond(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("start_date", e);
        }
    }

    private RateCards cards(JsonNode prices) {
        Map<Long, Map<RateKind, Long>> steps = new TreeMap<>();
        prices.properties().forEach(field -> {
            RateKind kind = FIELDS.get(field.getKey());
            JsonNode value = field.getValue();
            if (kind == null) {
                unread.add(field.getKey());
            } else if (value.isObject()) {
                put(steps, 0, kind, value.path("base"));
                value.path("tiers")
                        .forEach(tier -> put(steps, tier.path("start").asLong(), kind, tier.path("price")));
            } else if (!value.isNull()) {
                put(steps, 0, kind, value);
            }
        });
        RateCards cards = new RateCards();
        steps.forEach((above, rates) -> cards.with(ServiceTier.STANDARD, above, Rates.of(rates)));
        return cards;
    }

    private static void put(Map<Long, Map<RateKind, Long>> steps, long above, RateKind kind, JsonNode value) {
        BigDecimal usd = PublishedNumbers.decimal(value);
        steps.computeIfAbsent(above, a -> new EnumMap<>(RateKind.class))
                .put(
                        kind,
                        kind == RateKind.CALL
                                ? FemtoUsd.perCall(usd.movePointLeft(3))
                                : FemtoUsd.perToken(usd.movePointLeft(6)));
    }
}
